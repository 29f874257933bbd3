package io.vectra.storage.log;

import io.vectra.storage.io.Directory;
import java.util.UUID;

/** Where a log lives, whose it is, how it writes. */
record LogPlace(Directory directory, UUID databaseId, LogSettings settings) {}
