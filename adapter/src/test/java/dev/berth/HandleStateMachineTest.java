package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.resource.spi.ConnectionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/**
 * Random legal and illegal calls against a model, on a real PostgreSQL. A failure names its seed: give it back with
 * {@code -Dberth.seed}, and more steps with {@code -Dberth.steps}.
 */
@Timeout(300)
class HandleStateMachineTest {

    private static final String NAME =
            "berth-machine-" + ProcessHandle.current().pid();
    private static final int KILL_ONE_IN = 4_000;

    private final long seed = Long.getLong("berth.seed", System.nanoTime());
    private final int steps = Integer.getInteger("berth.steps", 200_000);
    private final Random random = new Random(seed);
    private final JdbcManagedConnectionFactory factory = TestPostgres.factory();
    private final MachineSlot[] slots = new MachineSlot[2];
    private final List<MachineHandle> handles = new ArrayList<>();
    private final List<Xid> prepared = new ArrayList<>();
    private final ArrayDeque<String> last = new ArrayDeque<>();

    @Test
    @Obligation({14, 16, 19, 20, 22, 24, 34, 41, 43, 49, 57, 60, 61, 97, 98, 99, 100, 102, 103})
    void whatever_is_called_in_whatever_order_answers_as_the_model_says() throws Exception {
        System.out.println("berth.seed=" + seed + " berth.steps=" + steps);
        factory.setDriverProperties("ApplicationName=" + NAME);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new MachineSlot(factory);
        }
        int step = 0;
        try {
            for (; step < steps; step++) {
                step();
                for (var handle : handles) {
                    handle.check();
                }
                for (var slot : slots) {
                    slot.check();
                }
            }
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("-Dberth.seed=" + seed + ", step " + step + ", after " + last, failure);
        }
        try (var sweeper = new Lease(factory)) {
            for (var xid : prepared) {
                sweeper.managed.getXAResource().rollback(xid);
            }
        }
        for (var slot : slots) {
            slot.destroy(factory);
        }
        Until.equal(
                List.of(),
                () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = '" + NAME + "'"));
    }

    private void note(String what) {
        last.add(what);
        if (last.size() > 25) {
            last.remove();
        }
    }

    private void step() throws Exception {
        int which = random.nextInt(slots.length);
        var slot = slots[which];
        if (random.nextInt(KILL_ONE_IN) == 0) {
            note(which + " kill");
            kill(which);
            return;
        }
        if (handles.isEmpty() || random.nextInt(12) == 0) {
            note(which + " getConnection");
            borrow(slot);
            return;
        }
        if (random.nextInt(3) == 0) {
            ofSlot(which);
            return;
        }
        int index = random.nextInt(handles.size());
        var handle = handles.get(index);
        int what = random.nextInt(34);
        note("handle " + index + " " + what);
        switch (what) {
            case 0, 1 -> handle.close();
            case 2, 3, 4, 5, 6 -> handle.open(random);
            case 7, 8, 9, 10, 11, 12 -> handle.ask(random);
            case 13, 14, 15, 16, 17, 18 -> handle.execute(random);
            case 19, 20, 21 -> handle.read(random);
            case 22, 23 -> handle.closeResult(random);
            case 24, 25 -> handle.closeStatement(random);
            case 26 -> handle.commit();
            case 27 -> handle.rollback();
            case 28, 29 -> handle.autoCommit(random.nextBoolean());
            case 30 -> handle.savepoint();
            default -> handle.associate(slot);
        }
    }

    private void ofSlot(int which) throws Exception {
        var slot = slots[which];
        int what = random.nextInt(29);
        note("slot " + which + " " + what + " in " + slot.work + (slot.manual ? " manual" : ""));
        switch (what) {
            case 0, 1 -> slot.begin();
            case 2, 3, 4, 5 -> slot.localEnds(random.nextBoolean());
            case 6, 7, 8 -> slot.start();
            case 9, 10, 11 -> slot.end(random.nextInt(4) == 0);
            case 12, 13 -> slot.again(random.nextBoolean());
            case 14, 15 -> prepare(slot);
            case 16, 17, 18 -> slot.commitInOnePhase();
            case 19, 20 -> slot.rollbackBranch();
            case 21, 22 -> finish(slot);
            case 23, 24, 25, 26, 27 -> cleanup(slot);
            default -> {
                if (random.nextInt(20) == 0) {
                    destroy(which);
                }
            }
        }
    }

    private void borrow(MachineSlot slot) throws Exception {
        if (handles.size() >= 8) {
            handles.remove(random.nextInt(handles.size())).close();
        }
        handles.add(new MachineHandle(slot));
    }

    private void prepare(MachineSlot slot) throws Exception {
        var xid = slot.prepare();
        if (xid != null) {
            prepared.add(xid);
        }
        while (prepared.size() > 20) {
            try (var sweeper = new Lease(factory)) {
                sweeper.managed.getXAResource().rollback(prepared.remove(0));
            }
        }
    }

    private void finish(MachineSlot slot) throws Exception {
        if (!prepared.isEmpty() && slot.finish(prepared.get(0), random.nextBoolean())) {
            prepared.remove(0);
        }
    }

    private void cleanup(MachineSlot slot) throws Exception {
        if (slot.cleanup()) {
            taken(slot);
        }
    }

    private void taken(MachineSlot slot) {
        handles.stream().filter(handle -> handle.at == slot).forEach(MachineHandle::taken);
    }

    private void destroy(int which) throws Exception {
        slots[which].destroy(factory);
        slots[which].check();
        taken(slots[which]);
        slots[which] = new MachineSlot(factory);
    }

    private void kill(int which) throws Exception {
        var slot = slots[which];
        if (slot.work == MachineModel.Work.ENDED || slot.work == MachineModel.Work.SUSPENDED) {
            return;
        }
        borrow(slot);
        var handle = handles.get(handles.size() - 1);
        TestPostgres.endBackend(handle.connection.unwrap(PGConnection.class).getBackendPID());
        slot.statement(false);
        slot.due[ConnectionEvent.CONNECTION_ERROR_OCCURRED]++;
        handle.broken();
        slot.refused(factory);
        for (var of : List.copyOf(handles)) {
            if (of.at == slot && of != handle) {
                of.broken();
                of.close();
            }
        }
        slot.check();
        assertEquals(slot, handle.at);
        destroy(which);
    }
}
