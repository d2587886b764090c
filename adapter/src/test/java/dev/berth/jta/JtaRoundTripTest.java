package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.Lease;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a transaction costs on the wire. */
@Timeout(60)
class JtaRoundTripTest {

    @Test
    void one_statement_takes_two_and_two_databases_six_and_nothing_none() throws Exception {
        var here = Bank.create("jta_wire_here", 1);
        var there = Bank.create("jta_wire_there", 1);
        var manager = Narayana.manager();
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var source =
                        here.pool(cable.port()).property("trustWindow", "60000").build();
                var other = there.pool(cable.port())
                        .property("trustWindow", "60000")
                        .build()) {
            source.withConnection(connection -> Lease.one(connection, "SELECT 1"));
            other.withConnection(connection -> Lease.one(connection, "SELECT 1"));

            long start = cable.flights();
            manager.begin();
            Bank.add(source, 1, 1);
            manager.commit();
            assertEquals(2, cable.flights() - start, "the statement with BEGIN, and COMMIT");

            start = cable.flights();
            manager.begin();
            Bank.add(source, 1, 1);
            Bank.add(source, 1, 1);
            manager.rollback();
            assertEquals(3, cable.flights() - start, "two statements, and ROLLBACK");

            start = cable.flights();
            manager.begin();
            Bank.add(source, 1, 1);
            Bank.add(other, 1, 1);
            manager.commit();
            assertEquals(6, cable.flights() - start, "statement, PREPARE and COMMIT PREPARED of each");

            start = cable.flights();
            manager.begin();
            source.getConnection().close();
            other.getConnection().close();
            manager.commit();
            assertEquals(0, cable.flights() - start);
        } finally {
            here.drop();
            there.drop();
        }
    }
}
