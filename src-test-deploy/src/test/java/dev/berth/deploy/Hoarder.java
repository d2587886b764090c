package dev.berth.deploy;

import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/** Takes a connection and keeps it, as applications do that leak. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Hoarder {

    private Connection kept;

    public String take(DataSource source) throws SQLException {
        kept = source.getConnection();
        return Notes.value(kept, "select 'the last of the hoarder'");
    }

    public String giveBack() throws SQLException {
        Objects.requireNonNull(kept, "nothing was taken").close();
        kept = null;
        return "given back";
    }
}
