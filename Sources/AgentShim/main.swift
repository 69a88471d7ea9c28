internal import CSystem

// The shim of one agent: see `Shim`. It is started by the daemon as `agh-shim DIRECTORY` with a pipe as descriptor 0
// (the launch frame), a pipe as descriptor 2 (a message, if it cannot start), and the lock of DIRECTORY as descriptor 3.

Startup.run().serve()
exit(0)
