package dev.berth.deploy.torture;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The smallest container-managed transactions there are, to count what they cost on the wire. */
@Stateless
public class Errands {

    /** What is done, in a transaction of the container unless it says otherwise. */
    enum Errand {
        BORROW_AND_RETURN,
        BORROW_WITHOUT_TRANSACTION,
        BORROW_IN_USER_TRANSACTION,
        ONE_SELECT,
        ONE_STATEMENT,
        ONE_STATEMENT_IN_EACH
    }

    private static final String UPDATE = "update account set balance = balance where id = ?";

    @Resource(lookup = "java:/jdbc/bank")
    private DataSource bank;

    @Resource(lookup = "java:/jdbc/ledger")
    private DataSource ledger;

    public void run(Errand errand) throws SQLException {
        switch (errand) {
            case BORROW_AND_RETURN -> borrow();
            case ONE_SELECT -> touch(bank, "select balance from account where id = ?");
            case ONE_STATEMENT -> touch(bank, UPDATE);
            case ONE_STATEMENT_IN_EACH -> {
                touch(bank, UPDATE);
                touch(ledger, UPDATE);
            }
            case BORROW_WITHOUT_TRANSACTION, BORROW_IN_USER_TRANSACTION ->
                throw new IllegalArgumentException(errand + " is not in a transaction of the container");
        }
    }

    /** In whatever transaction the caller has, or in none. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void borrow() throws SQLException {
        bank.getConnection().close();
    }

    private static void touch(DataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            statement.execute();
        }
    }
}
