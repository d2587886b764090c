package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustTest {

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    private static Trust trust(Kept kept, long window) throws Exception {
        var physical = kept.source.openPhysical(kept.source.config().credentials());
        physical.close(); // no more than its times is looked at
        return new Trust(kept.open().upkeep(), millis(window), physical);
    }

    /** What is noted less often makes the window shorter, never longer. */
    @ParameterizedTest
    @CsvSource({"160, 10", "800, 50", "60000, 50"})
    void an_answer_soon_after_the_one_noted_is_not_noted(long window, long slack) throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var trust = trust(kept, window);
            trust.answered(0);
            trust.returned(true, millis(slack));
            assertEquals(0, trust.answeredAt());
            trust.returned(true, millis(slack) + 1);
            assertEquals(millis(slack) + 1, trust.answeredAt());
            assertTrue(trust.holds(millis(slack + window)));
            assertFalse(trust.holds(millis(slack + window) + 1));
        }
    }

    @Test
    void what_answered_nothing_is_not_noted_and_a_doubt_outweighs_an_answer() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var trust = trust(kept, 800);
            trust.answered(0);
            trust.returned(false, millis(400));
            assertEquals(0, trust.answeredAt());
            trust.doubt();
            trust.returned(true, millis(400));
            for (long now : List.of(0L, millis(400), millis(900))) {
                assertFalse(trust.holds(now));
            }
            trust.returned(true, millis(401));
            assertTrue(trust.holds(millis(401)));
        }
    }
}
