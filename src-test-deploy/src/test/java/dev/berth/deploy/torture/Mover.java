package dev.berth.deploy.torture;

import dev.berth.deploy.torture.Order.Leg;
import dev.berth.deploy.torture.Order.Side;
import dev.berth.deploy.torture.Order.Trick;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Executes an order in one container-managed transaction; the container alone decides about it. */
@Stateless
public class Mover {

    /** The method failed by itself: the container has not even tried to commit. */
    static final class MoveFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        MoveFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Resource
    private SessionContext context;

    @Resource(lookup = "java:/jdbc/bank")
    private DataSource bank;

    @Resource(lookup = "java:/jdbc/ledger")
    private DataSource ledger;

    public void move(Order order) {
        try {
            for (int i = 0; i < order.legs().size(); i++) {
                var trick = i == order.legs().size() - 1 ? order.trick() : Trick.NONE;
                move(order.id(), order.legs().get(i), trick);
            }
        } catch (SQLException e) {
            throw new MoveFailed("a statement failed, SQLState " + e.getSQLState(), e);
        }
        // the container answers a marked transaction with a rollback and a normal return
        if (context.getRollbackOnly()) {
            throw new MoveFailed("the transaction is marked for rollback", null);
        }
    }

    private void move(long id, Leg leg, Trick trick) throws SQLException {
        try (var connection = (leg.side() == Side.BANK ? bank : ledger).getConnection()) {
            if (leg.writes()) {
                change(
                        connection,
                        "insert into entry (id, account, amount) values (?, ?, ?)",
                        id,
                        leg.account(),
                        leg.amount());
                change(
                        connection,
                        "update account set balance = balance + ? where id = ?",
                        leg.amount(),
                        leg.account());
            } else {
                read(connection, leg.account());
            }
            play(trick, connection);
        }
    }

    private static void change(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            int rows = statement.executeUpdate();
            if (rows != 1) {
                throw new SQLException("expected to change 1 row, changed " + rows + ": " + sql);
            }
        }
    }

    private static void read(Connection connection, int account) throws SQLException {
        try (var statement = connection.prepareStatement("select balance from account where id = ?")) {
            statement.setInt(1, account);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("expected the account " + account + ", found none");
                }
            }
        }
    }

    private static void play(Trick trick, Connection connection) throws SQLException {
        switch (trick) {
            case NONE -> {}
            case STATEMENT_TIMEOUT -> execute(connection, "set local statement_timeout = 100", "select pg_sleep(2)");
            case TRANSACTION_TIMEOUT -> execute(connection, "select pg_sleep(" + (Order.TRANSACTION_SECONDS + 3) + ")");
            case SWALLOW -> {
                try {
                    execute(connection, "select 1 / 0");
                } catch (SQLException swallowed) {
                    // as careless applications do: the method returns as if nothing had been
                }
            }
        }
    }

    private static void execute(Connection connection, String... all) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : all) {
                statement.execute(sql);
            }
        }
    }
}
