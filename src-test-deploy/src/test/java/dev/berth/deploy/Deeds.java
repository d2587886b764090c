package dev.berth.deploy;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What {@link DeedServlet} has done. */
@Stateless
public class Deeds {

    /** Writes a note, in a transaction of the container; which backend did it, and at which port. */
    public String book(DataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            return Notes.value(
                    connection,
                    "insert into notes values (gen_random_uuid()::text)"
                            + " returning pg_backend_pid() || ' ' || inet_server_port()");
        }
    }

    /** Borrows so many connections at once, without a transaction; their backends. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public String crowd(DataSource source, int size) throws SQLException {
        List<Connection> all = new ArrayList<>();
        var backends = new ArrayList<String>();
        try {
            while (all.size() < size) {
                all.add(source.getConnection());
            }
            for (var connection : all) {
                backends.add(String.valueOf(Notes.backend(connection)));
            }
        } finally {
            for (var connection : all) {
                connection.close();
            }
        }
        return String.join(" ", backends);
    }

    /** A statement with a parameter that takes a while. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public String dawdle(DataSource source, double seconds, String parameter) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select pg_sleep(?), ?, i from generate_series(1, 1) i")) {
            statement.setDouble(1, seconds);
            statement.setString(2, parameter);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(2);
            }
        }
    }
}
