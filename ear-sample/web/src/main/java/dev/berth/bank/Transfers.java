package dev.berth.bank;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/** Moves money: two rows of the bank and one of the ledger, in one transaction over both databases. */
@Stateless
@SuppressWarnings("NullAway.Init") // the container sets the fields
public class Transfers {

    @Resource(lookup = "java:/jdbc/bank")
    private DataSource bank;

    @EJB
    private Ledger ledger;

    /** Throws {@link Refused} for an unknown user or too low a balance; then both databases are as before. */
    public LedgerEntry transfer(long fromId, long toId, BigDecimal amount) {
        try (Connection connection = bank.getConnection()) {
            lock(connection, fromId, toId);
            if (change(
                            connection,
                            "update users set balance = balance - ? where id = ? and balance >= ?",
                            amount,
                            fromId,
                            amount)
                    == 0) {
                throw Refused.insufficientFunds(fromId);
            }
            change(connection, "update users set balance = balance + ? where id = ?", amount, toId);
        } catch (SQLException e) {
            throw new DatabaseFailure("bank", e);
        }
        return ledger.book(fromId, toId, amount);
    }

    /** In the order of the ids, whoever pays whom: so two transfers never wait for each other in a circle. */
    private static void lock(Connection connection, long fromId, long toId) throws SQLException {
        Set<Long> found = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id from users where id in (?, ?) order by id for update")) {
            select.setLong(1, fromId);
            select.setLong(2, toId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
        }
        for (long id : new long[] {fromId, toId}) {
            if (!found.contains(id)) {
                throw Refused.unknownUser(id);
            }
        }
    }

    private static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}
