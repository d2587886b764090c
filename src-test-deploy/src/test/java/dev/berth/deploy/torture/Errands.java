package dev.berth.deploy.torture;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The smallest container-managed transactions there are, to count what they cost on the wire. */
@Stateless
public class Errands {

    /** What is done in one transaction. */
    enum Errand {
        BORROW_AND_RETURN,
        ONE_STATEMENT,
        ONE_STATEMENT_IN_EACH
    }

    @Resource(lookup = "java:/jdbc/bank")
    private DataSource bank;

    @Resource(lookup = "java:/jdbc/ledger")
    private DataSource ledger;

    public void run(Errand errand) throws SQLException {
        switch (errand) {
            case BORROW_AND_RETURN -> bank.getConnection().close();
            case ONE_STATEMENT -> touch(bank);
            case ONE_STATEMENT_IN_EACH -> {
                touch(bank);
                touch(ledger);
            }
        }
    }

    private static void touch(DataSource source) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("update account set balance = balance where id = ?")) {
            statement.setInt(1, 1);
            statement.executeUpdate();
        }
    }
}
