package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.Fakes;
import dev.berth.Obligation;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.core.BaseConnection;

/** What each SQLState means to a transaction manager, where it cannot be provoked at will. */
@Obligation({45, 47, 54})
class PostgresXaCodesTest {

    private static final BaseConnection OPEN = Fakes.of(BaseConnection.class, Map.of());

    private record Case(String state, int committing, int preparing, int finishing) {}

    @TestFactory
    Stream<DynamicTest> by_state() {
        return Stream.of(
                        new Case(
                                "40001", XAException.XA_RBTRANSIENT, XAException.XA_RBROLLBACK, XAException.XAER_RMERR),
                        new Case("40P01", XAException.XA_RBDEADLOCK, XAException.XA_RBDEADLOCK, XAException.XAER_RMERR),
                        new Case(
                                "23505",
                                XAException.XA_RBINTEGRITY,
                                XAException.XA_RBINTEGRITY,
                                XAException.XAER_RMERR),
                        new Case("0A000", XAException.XA_RBOTHER, XAException.XA_RBOTHER, XAException.XAER_RMERR),
                        new Case("42710", XAException.XA_RBPROTO, XAException.XA_RBPROTO, XAException.XAER_RMERR),
                        new Case("42704", XAException.XA_RBROLLBACK, XAException.XA_RBROLLBACK, XAException.XAER_NOTA),
                        new Case("53200", XAException.XA_RBROLLBACK, XAException.XA_RBROLLBACK, XAException.XAER_RMERR),
                        new Case("57P01", XAException.XAER_RMFAIL, XAException.XAER_RMFAIL, XAException.XAER_RMFAIL),
                        new Case("25P03", XAException.XAER_RMFAIL, XAException.XAER_RMFAIL, XAException.XAER_RMFAIL),
                        new Case("08006", XAException.XAER_RMFAIL, XAException.XAER_RMFAIL, XAException.XAER_RMFAIL))
                .map(expected -> DynamicTest.dynamicTest(expected.state(), () -> {
                    var failure = new SQLException("as the database says", expected.state());
                    assertEquals(expected.committing(), PostgresXaCodes.whileEnding(failure, OPEN).errorCode);
                    assertEquals(expected.preparing(), PostgresXaCodes.whilePreparing(failure, OPEN).errorCode);
                    assertEquals(expected.finishing(), PostgresXaCodes.whileFinishing(failure, OPEN).errorCode);
                }));
    }
}
