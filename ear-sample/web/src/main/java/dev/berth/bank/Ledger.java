package dev.berth.bank;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The book of transfers, in a database of its own. */
@Stateless
@SuppressWarnings("NullAway.Init") // the container sets the fields
public class Ledger {

    @Resource(lookup = "java:/jdbc/ledger")
    private DataSource ledger;

    /** Books the transfer in the caller's transaction, or in one of its own. */
    public LedgerEntry book(long fromId, long toId, BigDecimal amount) {
        String sql = "insert into entries (from_id, to_id, amount) values (?, ?, ?)"
                + " returning id, from_id, to_id, amount, booked_at";
        try (Connection connection = ledger.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, fromId);
            insert.setLong(2, toId);
            insert.setBigDecimal(3, amount);
            return read(insert).get(0);
        } catch (SQLException e) {
            throw new DatabaseFailure("ledger", e);
        }
    }

    /** The youngest entries, youngest first. */
    public List<LedgerEntry> latest(int limit) {
        String sql = "select id, from_id, to_id, amount, booked_at from entries order by id desc limit ?";
        try (Connection connection = ledger.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, limit);
            return read(select);
        } catch (SQLException e) {
            throw new DatabaseFailure("ledger", e);
        }
    }

    private static List<LedgerEntry> read(PreparedStatement statement) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                entries.add(new LedgerEntry(
                        row.getLong("id"),
                        row.getLong("from_id"),
                        row.getLong("to_id"),
                        row.getBigDecimal("amount"),
                        row.getObject("booked_at", OffsetDateTime.class)));
            }
        }
        return entries;
    }
}
