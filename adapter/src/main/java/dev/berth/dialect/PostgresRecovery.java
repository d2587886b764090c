package dev.berth.dialect;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.postgresql.core.BaseConnection;

/** The prepared branches that a connection's user may finish, and a word about those that it may not. */
final class PostgresRecovery {

    private static final System.Logger LOG = System.getLogger("dev.berth.dialect");

    private final BaseConnection connection;
    private boolean warned;

    PostgresRecovery(BaseConnection connection) {
        this.connection = connection;
    }

    /** Of this database; identifiers that somebody else wrote are passed over. */
    Xid[] branches() throws XAException {
        var found = new ArrayList<Xid>();
        int notOurs = 0;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT gid, pg_has_role(current_user, owner, 'member')"
                        + " FROM pg_catalog.pg_prepared_xacts WHERE database = current_database()")) {
            while (rows.next()) {
                var id = PostgresGid.parse(rows.getString(1));
                if (rows.getBoolean(2)) {
                    id.ifPresent(found::add);
                } else if (id.isPresent()) {
                    notOurs++;
                }
            }
        } catch (SQLException failure) {
            throw PostgresXaCodes.whileFinishing(failure, connection);
        }
        warn(notOurs);
        return found.toArray(Xid[]::new);
    }

    /** Once for each connection, which a recovery keeps. */
    private void warn(int notOurs) {
        if (notOurs > 0 && !warned) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    "Recovery cannot finish " + notOurs + " prepared transactions of this database: their owner is a"
                            + " role that the recovery user is no member of. Recover as the user that prepares, or"
                            + " GRANT that role to the recovery user");
        }
    }
}
