// What was built, when and from which commit. The values come from the environment of the build (AGH_VERSION,
// AGH_COMMIT, AGH_BUILD_DATE) through the manifest, so that all executables of one build carry the same.
#pragma once

#pragma clang assume_nonnull begin

/// The release; "dev" for a build by hand.
const char *agh_build_version(void);
/// The commit; "unknown" when the build was not told.
const char *agh_build_commit(void);
/// The day of the build; "unknown" when the build was not told.
const char *agh_build_date(void);
/// Names the build: the same in two executables exactly when they were built together.
const char *agh_build_id(void);

#pragma clang assume_nonnull end
