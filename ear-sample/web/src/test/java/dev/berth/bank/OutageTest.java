package dev.berth.bank;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300"})
    void a_lost_connection_is_an_outage_however_deep_it_lies(String state) {
        assertTrue(Outage.causes(new RuntimeException(new ResourceException(new SQLException("gone", state)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "23505", "40001", "3D000"})
    void other_errors_are_not(String state) {
        assertFalse(Outage.causes(new RuntimeException(new ResourceException(new SQLException("no", state)))));
    }

    @Test
    void a_wait_for_the_pool_in_vain_is_an_outage() {
        assertTrue(Outage.causes(new SQLTransientConnectionException("no connection within 3000 ms")));
        assertTrue(Outage.causes(new RuntimeException(new ResourceException("IJ000655"))));
    }

    @Test
    void a_branch_that_could_not_be_prepared_is_an_outage() {
        RollbackException rolledBack = new RollbackException("ARJUNA016053");
        rolledBack.addSuppressed(new XAException(XAException.XAER_RMFAIL));
        assertTrue(Outage.causes(new RuntimeException(rolledBack)));
    }

    @Test
    void an_open_outcome_is_never_called_an_outage() {
        HeuristicMixedException mixed = new HeuristicMixedException("half");
        mixed.addSuppressed(new XAException(XAException.XAER_RMFAIL));
        assertFalse(Outage.causes(new RuntimeException(mixed)));
    }

    @Test
    void a_circle_of_causes_ends() {
        RuntimeException one = new RuntimeException("one");
        one.initCause(new RuntimeException("two", one));
        assertFalse(Outage.causes(one));
    }
}
