package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a missing recovery looks like from inside, by a clock of the test's own. */
class RecoveryWatchTest {

    private static final Logger LOG = Logger.getLogger("dev.berth.managed");

    private final AtomicLong now = new AtomicLong(1);
    private final List<String> logged = new ArrayList<>();
    private final RecoveryWatch watch = new RecoveryWatch("orders", now::get);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            logged.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(handler);
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void nobody_who_asks_for_minutes_is_warned_of_once_with_the_fix() {
        watch.prepared();
        after(Duration.ofMinutes(3));
        watch.prepared();
        assertEquals(List.of(), logged);
        after(Duration.ofMinutes(2));
        watch.prepared();
        watch.prepared();
        assertEquals(1, logged.size(), logged::toString);
        assertTrue(logged.get(0).contains("orders") && logged.get(0).contains("recovery-username"), logged::toString);
    }

    @Test
    void a_manager_that_has_asked_once_is_trusted() {
        watch.prepared();
        watch.scanned();
        after(Duration.ofHours(1));
        watch.prepared();
        assertEquals(List.of(), logged);
    }

    @Test
    void outcomes_that_nobody_can_know_are_counted_and_logged() {
        watch.unknown("a branch", new IllegalStateException("the wire"));
        watch.unknown("another", new IllegalStateException("the wire"));
        assertEquals(2, watch.unknownOutcomes());
        assertTrue(logged.stream().allMatch(line -> line.contains("unknown")), logged::toString);
    }
}
