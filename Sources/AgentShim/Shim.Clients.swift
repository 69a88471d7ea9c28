internal import CSystem

extension Shim {
  /// Connections that have not attached; the oldest one goes when there are more.
  private static let mostStrangers = 4

  func acceptConnections() {
    while true {
      let descriptor = cs_accept(listener)
      // Without a pause a connection that cannot be accepted would be reported again at once, for ever.
      if descriptor == -EMFILE || descriptor == -ENFILE { acceptAgain = cs_boot_ns() + Self.acceptPause }
      guard descriptor >= 0 else { return }
      let connection = Connection(descriptor)
      var peer = cs_peer()
      guard cs_peer(descriptor, &peer) == 0, peer.user == cs_user_id() else { continue }
      if strangers.count == Self.mostStrangers { strangers.removeFirst() }
      strangers.append(connection)
    }
  }

  /// Reads from a connection, or writes to it, as it is ready for.
  func serve(_ connection: Connection, _ ready: Int16) {
    guard ready != 0, isKnown(connection) else { return }
    if ready & ~Int16(CS_POLL_WRITE) != 0 {
      switch connection.receive() {
      case .nothing: break
      case .over: drop(connection)
      case .bytes: takeFrames(connection)
      }
    }
    if isKnown(connection), !connection.flush() { drop(connection) }
  }

  private func takeFrames(_ connection: Connection) {
    do throws(WireError) {
      while isKnown(connection), !connection.isLeaving, let raw = try connection.reader.next() {
        take(raw, from: connection)
      }
    } catch {
      // What follows cannot be cut into frames any more.
      answer(connection, .error(kind: 0, text: "a frame is too large"))
      connection.isLeaving = true
    }
  }

  private func take(_ raw: RawFrame, from connection: Connection) {
    do throws(WireError) {
      guard let frame = try ClientFrame(raw) else {
        answer(connection, .error(kind: raw.header.kind, text: "unknown kind"))
        return
      }
      if case .attach(let attach) = frame {
        take(attach, from: connection)
      } else if connection.isAttached {
        obey(frame, connection)
      } else {
        answer(connection, .error(kind: raw.header.kind, text: "attach first"))
        connection.isLeaving = true
      }
    } catch {
      answer(connection, .error(kind: raw.header.kind, text: "malformed"))
    }
  }

  private func take(_ attach: ClientFrame.Attach, from connection: Connection) {
    if attach.homeID != launch.homeID {
      refuse(connection, .otherHome)
    } else if attach.generation < generation, !BrokenRule.isBroken("shim-generation") {
      refuse(connection, .olderGeneration)
    } else if !attach.versions.contains(ShimProtocolVersion.current) {
      refuse(connection, .noCommonVersion)
    } else {
      generation = attach.generation
      strangers.removeAll { $0 === connection }
      // The former client may hang: it is closed unread, and learns of it when it wakes.
      client = connection
      connection.isAttached = true
      lengthSaid = spool.length
      freeSaid = input.free
      closedSaid = input.isClosed
      blockedSaid = blocked
      answer(connection, .hello(hello))
    }
  }

  private func refuse(_ connection: Connection, _ reason: ShimFrame.Refused.Reason) {
    answer(connection, .refused(ShimFrame.Refused(reason: reason, highest: generation)))
    connection.isLeaving = true
  }

  private func obey(_ frame: ClientFrame, _ connection: Connection) {
    switch frame {
    case .attach: break
    case .stdin(let position, let bytes):
      input.take(bytes, at: position)
      sayAccepted()
    case .acknowledge(let position): spool.acknowledge(position)
    case .stop(let stop): self.stop(stop, cause: .stop, cs_boot_ns())
    case .startTerminal(let start): connection.tell(terminals.start(start))
    case .killTerminal(let id): terminals.kill(id)
    case .releaseTerminal(let id): connection.tell(terminals.release(id))
    }
  }

  // MARK: News

  /// Tells the client what is new, as far as it reads.
  func tellNews() {
    guard let client else { return }
    if spool.length != lengthSaid {
      client.length = spool.length
      lengthSaid = spool.length
    }
    if blocked != blockedSaid {
      blockedSaid = blocked
      client.blocked = blockedSaid
    }
    // Room is news only when the client may be waiting for it.
    let half = InputBuffer.capacity / 2
    if input.isClosed != closedSaid || freeSaid < half && input.free >= half { sayAccepted() }
    if client.hasNews, !client.flush() { drop(client) }
  }

  private func sayAccepted() {
    freeSaid = input.free
    closedSaid = input.isClosed
    client?.accepted = input.state
  }

  private func answer(_ connection: Connection, _ frame: ShimFrame) {
    if !connection.send(frame) { drop(connection) }
  }

  private func isKnown(_ connection: Connection) -> Bool {
    connection === client || strangers.contains { $0 === connection }
  }

  private func drop(_ connection: Connection) {
    strangers.removeAll { $0 === connection }
    if connection === client {
      client = nil
      detachedSince = cs_boot_ns()
    }
  }
}
