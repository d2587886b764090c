package dev.berth.managed;

import dev.berth.config.PoolerMode;
import dev.berth.dialect.Budget;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Whether the connections that are planned, and those that are there, fit what the database can give. */
final class BudgetWatch {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final double NEARLY_ALL = 0.9;

    private final ConnectionSource source;
    private final ReentrantLock asking = new ReentrantLock(); // no monitor: the database answers meanwhile
    private String told = "";

    BudgetWatch(ConnectionSource source) {
        this.source = source;
    }

    /** One look: a WARN for what does not fit, not the same twice in a row. A pooler's database is nobody's limit. */
    void look(Connection connection) throws SQLException {
        if (source.config().connecting().pooler() != PoolerMode.NONE) {
            return;
        }
        asking.lock();
        try {
            ask(connection);
        } finally {
            asking.unlock();
        }
    }

    private void ask(Connection connection) throws SQLException {
        var budget = source.dialect().budget(connection);
        var now = budget.isEmpty() ? "" : trouble(budget.get());
        if (!now.isEmpty() && !now.equals(told)) {
            LOG.log(Level.WARNING, source.name() + ": " + now + "; " + figures(budget.orElseThrow()));
        }
        told = now;
    }

    private String trouble(Budget budget) {
        int planned = source.config().observation().plannedConnections();
        if (planned > budget.most()) {
            return planned + " connections are planned (plannedConnections), and the database gives this user "
                    + budget.most() + " at most: lower the pools' sizes, or raise the limit";
        }
        return budget.used() >= budget.most() * NEARLY_ALL
                ? "nearly all connections that the database gives this user are taken: lower the pools' sizes, or raise"
                        + " the limit"
                : "";
    }

    private static String figures(Budget budget) {
        return "used " + budget.used() + " of " + budget.most() + " (max_connections " + budget.maxConnections()
                + ", reserved " + budget.reserved() + limit(", of the role ", budget.roleLimit())
                + limit(", of the database ", budget.databaseLimit()) + "), by application: "
                + budget.byApplication().entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(5)
                        .map(one -> (one.getKey().isEmpty() ? "(no name)" : one.getKey()) + " " + one.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String limit(String of, int limit) {
        return limit < 0 ? "" : of + limit;
    }
}
