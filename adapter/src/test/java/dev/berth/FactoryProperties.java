package dev.berth;

import java.util.List;
import java.util.Locale;

/** The properties of a connection factory: the one truth, from which the bean and the README's table come. */
final class FactoryProperties {

    /** A property: its unit and bounds, where it has some, stand before a colon in its description. */
    record Property(String name, Class<?> type, String defaultValue, String description) {

        boolean confidential() {
            return name.equals("password");
        }

        String capitalised() {
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        /** As it stands in a method's signature. */
        String declared() {
            return (type == String.class && defaultValue.isEmpty() ? "@Nullable " : "") + type.getSimpleName();
        }
    }

    static final List<Property> ALL = List.of(
            new Property(
                    "connectionURL",
                    String.class,
                    "",
                    "The database, as its driver writes it: jdbc:postgresql://host:5432/database. The "
                            + "driver, the dialect and the transaction level follow from it. No password in it: "
                            + "URLs get into logs."),
            new Property(
                    "userName",
                    String.class,
                    "",
                    "Whom to connect as, where neither the server nor the application says another."),
            new Property(
                    "password",
                    String.class,
                    "",
                    "Of userName; best ${file:/run/secrets/db} or ${env:DB_PASSWORD}: looked up anew for "
                            + "each physical connection, so that a rotated one is picked up, and written down "
                            + "nowhere."),
            new Property(
                    "dataSourceClass",
                    String.class,
                    "",
                    "By class name instead of by URL: an XADataSource, ConnectionPoolDataSource or "
                            + "DataSource of any driver. For XA on databases other than PostgreSQL."),
            new Property(
                    "driverProperties",
                    String.class,
                    "",
                    "name=value pairs between semicolons, for the driver or as bean properties of "
                            + "dataSourceClass. A name that the driver does not know is refused."),
            new Property(
                    "dialect",
                    String.class,
                    "",
                    "postgresql or standard, where it does not follow from the URL or the class."),
            new Property(
                    "transactionLevel",
                    String.class,
                    "",
                    "XATransaction, LocalTransaction or NoTransaction; the highest that the database "
                            + "offers where it is left out."),
            new Property(
                    "loginTimeout",
                    Integer.class,
                    "10",
                    "Seconds, 1 to 3600: how long opening a physical connection may take, over all hosts; one that "
                            + "does not answer must not hold a borrower for ever."),
            new Property(
                    "validationTimeout",
                    Integer.class,
                    "5",
                    "Seconds, 1 to 3600: how long a validation may take; one without a bound can block a "
                            + "whole pool."),
            new Property(
                    "strictCommit",
                    Boolean.class,
                    "true",
                    "A commit fails when the database has thrown the work away after a failed statement. "
                            + "Dangerous when false: the commit then returns as if it had been done."),
            new Property(
                    "readOnlyVote",
                    Boolean.class,
                    "false",
                    "A branch that wrote nothing is committed at prepare and votes XA_RDONLY, which saves "
                            + "two flushes. Not where functions notify: that NOTIFY would be sent before the "
                            + "decision."),
            new Property(
                    "transactionTimeout",
                    String.class,
                    "off",
                    "server gives what is left of the transaction's timeout to the database with its "
                            + "first statement, at one round trip; off leaves it to the transaction manager, which "
                            + "cancels."),
            new Property(
                    "inDoubtAlarm",
                    Integer.class,
                    "300",
                    "Seconds, 0 to 604800: how long a transaction may stay prepared before a WARN names "
                            + "it, for it holds its locks; 0 is never."),
            new Property(
                    "allowHeuristics",
                    Boolean.class,
                    "false",
                    "Lets a person end a prepared transaction by JMX, against whatever its manager decides."),
            new Property(
                    "poolName",
                    String.class,
                    "",
                    "What logs, JMX and the database (application_name) call this pool; berth: and the "
                            + "database's name where it is left out. One for each DataSource tells them apart."),
            new Property(
                    "applicationName",
                    String.class,
                    "",
                    "What pg_stat_activity shows as application_name; poolName where it is left out."),
            new Property(
                    "connectTimeout",
                    Integer.class,
                    "3",
                    "Seconds, 1 to 3600: how long one host may take to accept a connection; with several "
                            + "hosts a dead first one must leave time for the next within loginTimeout."),
            new Property(
                    "socketTimeout",
                    Integer.class,
                    "0",
                    "Seconds, 0 to 86400: how long one answer of the database may take; 0 is without limit, "
                            + "since a long statement is legitimate and TCP keepalive finds a dead peer."),
            new Property(
                    "connectConcurrency",
                    Integer.class,
                    "4",
                    "Number, 1 to 100: how many physical connections are opened at once; a database that "
                            + "comes back must not be thrown down again by everybody at its door."),
            new Property(
                    "breakerFailures",
                    Integer.class,
                    "5",
                    "Number, 0 to 1000: after so many failed attempts to connect in a row a borrow that needs "
                            + "a new connection fails at once, while one attempt at a time asks whether the database is "
                            + "back; 0 is never."),
            new Property(
                    "breakerMaxDelay",
                    Integer.class,
                    "2",
                    "Seconds, 1 to 300: the longest pause between two such attempts; they begin at 0.1 and double."),
            new Property(
                    "credentialsProvider",
                    String.class,
                    "",
                    "The class name of a dev.berth.config.CredentialsProvider (a service beside the adapter) that "
                            + "gives user and password, and when they expire, for each new physical connection; in place "
                            + "of password."),
            new Property(
                    "sslMode",
                    String.class,
                    "",
                    "disable, allow, prefer, require, verify-ca or verify-full, as the driver has it; verify-full where "
                            + "sslRootCert is given. Anything weaker is warned of where the host is not this one."),
            new Property(
                    "sslRootCert",
                    String.class,
                    "",
                    "The file with the certificates that the database's is verified by."),
            new Property(
                    "maxLifetime",
                    Integer.class,
                    "1800",
                    "Seconds, 0 to 604800: how old a physical connection gets before it is replaced, best while "
                            + "idle; below what firewalls and balancers allow; 0 is for ever."),
            new Property(
                    "maxLifetimeJitter",
                    Integer.class,
                    "10",
                    "Percent, 0 to 50: by how much a lifetime is shortened at random, so that connections opened "
                            + "together do not retire together."),
            new Property(
                    "keepaliveTime",
                    Integer.class,
                    "120",
                    "Seconds, 0 to 86400: how long an idle connection may go without being asked whether it is "
                            + "alive, so that no firewall forgets it; 0 is never."),
            new Property(
                    "trustWindow",
                    Integer.class,
                    "500",
                    "Milliseconds, 0 to 60000: how long after the database answered on a connection it is handed "
                            + "out without a check, which costs a round trip; 0 checks always."),
            new Property(
                    "reset",
                    String.class,
                    "session",
                    "What the next user does not inherit: settings (what JDBC calls changed), session (also what "
                            + "SQL left: SET, roles, temporary tables, advisory locks, LISTEN, PREPARE; one round trip, only "
                            + "after such), discard (DISCARD ALL after every use: also what functions did unseen)."),
            new Property(
                    "connectionInitSql",
                    String.class,
                    "",
                    "Run on each new physical connection, and again after a reset; it must leave no transaction open."),
            new Property(
                    "connectionCustomizer",
                    String.class,
                    "",
                    "The class of a service dev.berth.config.ConnectionCustomizer beside the adapter: it is given each "
                            + "connection when it is new, before it is lent, and after it has come back."),
            new Property(
                    "transactionIsolation",
                    String.class,
                    "",
                    "READ_UNCOMMITTED, READ_COMMITTED, REPEATABLE_READ or SERIALIZABLE for every transaction; the "
                            + "database's default where it is left out."),
            new Property("schema", String.class, "", "The schema, or search_path, that every user starts with."),
            new Property(
                    "role",
                    String.class,
                    "",
                    "The role that every user starts with, as by SET ROLE: who connects can be another than who owns."),
            new Property(
                    "readOnly",
                    Boolean.class,
                    "false",
                    "The database refuses to write; for DataSources over a standby."),
            new Property(
                    "statementTimeout",
                    Integer.class,
                    "0",
                    "Seconds, 0 to 604800: after which the database ends a statement (statement_timeout); 0 is "
                            + "without limit. No thread and no round trip is needed for it."),
            new Property(
                    "queryTimeout",
                    Integer.class,
                    "0",
                    "Seconds, 0 to 604800: the JDBC query timeout that each statement starts with, kept by the "
                            + "driver; 0 is none. On PostgreSQL statementTimeout is cheaper."),
            new Property(
                    "leakDetectionThreshold",
                    Integer.class,
                    "0",
                    "Seconds, 0 to 86400: how long a connection may be out before a WARN tells who took it, with "
                            + "the stack, and its last SQL; 0 is never, and costs nothing."),
            new Property(
                    "leakAction",
                    String.class,
                    "log",
                    "log, or abort: ends the session of a connection that is out for longer than "
                            + "leakDetectionThreshold, or whose thread has ended, so that the pool gets its place back."),
            new Property(
                    "slowStatementThreshold",
                    Integer.class,
                    "0",
                    "Milliseconds, 0 to 3600000: a statement that takes as long is logged with its SQL, duration "
                            + "and rows; 0 is never, and costs nothing."),
            new Property(
                    "logParameters",
                    Boolean.class,
                    "false",
                    "Whether the parameters of a slow statement are logged with it. Dangerous when true: they are "
                            + "people's data."),
            new Property(
                    "poolerMode",
                    String.class,
                    "none",
                    "none, session or transaction: how a pooler between here and the database (PgBouncer, RDS "
                            + "Proxy, Odyssey) shares its sessions. With transaction whatever would outlive its "
                            + "transaction in the session, and XA, is refused, and nothing is prepared on the server."),
            new Property(
                    "checkOnStart",
                    String.class,
                    "warn",
                    "warn, fail or off: whether the database is asked at deployment if it can be reached and has "
                            + "what this configuration needs; fail refuses the deployment."),
            new Property(
                    "plannedConnections",
                    Integer.class,
                    "0",
                    "Number, 0 to 100000: the sum of max-pool-size over all servers and pools of this user on this "
                            + "database; a WARN tells at start, and every hour, when the database cannot give as many; "
                            + "0 is unknown."));

    private FactoryProperties() {}
}
