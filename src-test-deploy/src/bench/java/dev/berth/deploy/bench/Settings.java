package dev.berth.deploy.bench;

/** What the report says of how all was set up. */
final class Settings {

    private Settings() {}

    static String text() {
        return """
                ## Settings

                * One WildFly with all candidates in it, `standalone.xml`, its JVM with `%s`, and,
                  since it is profiled, with `%s`. Call sites of the server are shared by all, as in a real one. Berth has
                  the driver of its own archive, which the bare adapter and raw pgjdbc call, too; all others have the
                  server's, of the same version.
                * One PostgreSQL with both databases, over TCP, embedded: fsync off, synchronous_commit off, autovacuum off and
                  a VACUUM between the rounds, max_prepared_transactions on. What a commit costs on a real disk comes on top,
                  the same for all.
                * Each pool has %d connections, at least and at most, and is filled before it is used; no statement cache but
                  the driver's own, no statistics, no leak detection.
                * Berth XA: `validate-on-match=true`, and nothing else but where the database is. Berth local: the same with
                  `transactionLevel=LocalTransaction`.
                * Built-in XA and local: PostgreSQL's connection checker and exception sorter, `validate-on-match=false`,
                  background validation once a day, since WildFly puts on validate-on-match where both are off. With
                  validate-on-match: the same, and a look at each connection before it is handed out.
                * Agroal XA: the extension that WildFly brings, an xa-datasource over PGXADataSource.
                * HikariCP: its defaults, in the application, with setAutoCommit(false) and commit by hand. Raw: one connection
                  of the driver for each thread, commit by hand, and in two databases PREPARE TRANSACTION and COMMIT PREPARED
                  with no record of the decision: what the driver and the database take without anybody in between.
                * Threads of the server's ManagedThreadFactory call a stateless session bean, one call for each transaction.
                  Data sources are looked up once. Two phases write WildFly's own object store, with its syncs, as by default.
                """.formatted(
                        String.join(" ", BenchServer.OPTIONS), String.join(" ", BenchServer.PROFILED), Sources.SIZE);
    }
}
