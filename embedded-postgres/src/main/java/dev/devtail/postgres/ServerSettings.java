package dev.devtail.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's own files, written whole before each start: what counts is what this DevTail says,
 * not what an earlier one or a hand left there.
 */
final class ServerSettings {

  /** Most connections at once: the pools of all services of one machine fit in. */
  static final int MAX_CONNECTIONS = 30;

  private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d{1,5})$");

  private ServerSettings() {}

  /** The port of the last start: kept when it is free, so that a URL outlives a restart. */
  static OptionalInt lastPort(DatabaseFiles files) throws IOException {
    if (Files.notExists(files.settings())) {
      return OptionalInt.empty();
    }
    Matcher line = PORT.matcher(Files.readString(files.settings()));
    return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
  }

  static void write(DatabaseFiles files, int port) throws IOException {
    Files.writeString(files.settings(), settings(port));
    Files.writeString(files.access(), ACCESS);
  }

  /** Loopback only, a password always (SCRAM, RFC 5802), nothing for replication. */
  private static final String ACCESS =
      """
      # Written by DevTail at each start.
      # type  database  user  address       method
      host    all       all   127.0.0.1/32  scram-sha-256
      """;

  private static String settings(int port) {
    return """
        # Written by DevTail at each start; changes here are lost.
        cluster_name = 'devtail'

        # Reachable from this machine only, and over no socket that lies in a shared directory.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        max_connections = %d

        # What was committed is on the disk.
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        wal_level = minimal
        max_wal_senders = 0
        min_wal_size = 32MB
        max_wal_size = 256MB

        # One machine, one user: little memory, few processes.
        shared_buffers = 16MB
        work_mem = 2MB
        maintenance_work_mem = 32MB
        huge_pages = off
        jit = off
        io_method = sync
        max_worker_processes = 0
        max_parallel_workers = 0
        max_parallel_workers_per_gather = 0
        max_parallel_maintenance_workers = 0
        max_logical_replication_workers = 0
        autovacuum = on
        autovacuum_worker_slots = 1
        autovacuum_max_workers = 1

        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = warning
        log_line_prefix = '%%m [%%p] '
        """
        .formatted(port, MAX_CONNECTIONS);
  }
}
