package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of states: every move from every state of the work, legal or refused. */
class ConnectionStateTest {

    private static final Map<Work, List<Consumer<ConnectionState>>> WAY_TO = Map.of(
            Work.NONE, List.of(),
            Work.APPLICATION, List.of(ConnectionState::applicationBegins),
            Work.CONTAINER, List.of(ConnectionState::containerBegins),
            Work.BRANCH, List.of(ConnectionState::branchStarts),
            Work.BRANCH_ENDED, List.of(ConnectionState::branchStarts, ConnectionState::branchEnds),
            Work.BRANCH_SUSPENDED, List.of(ConnectionState::branchStarts, ConnectionState::branchSuspends));

    private record Move(String name, Consumer<ConnectionState> move, Map<Work, Work> legal) {}

    private static final List<Move> MOVES = List.of(
            new Move(
                    "applicationBegins",
                    ConnectionState::applicationBegins,
                    Map.of(Work.NONE, Work.APPLICATION, Work.APPLICATION, Work.APPLICATION)),
            new Move(
                    "applicationEnds",
                    ConnectionState::applicationEnds,
                    Map.of(Work.NONE, Work.NONE, Work.APPLICATION, Work.NONE)),
            new Move("containerBegins", ConnectionState::containerBegins, Map.of(Work.NONE, Work.CONTAINER)),
            new Move("containerEnds", ConnectionState::containerEnds, Map.of(Work.CONTAINER, Work.NONE)),
            new Move("branchStarts", ConnectionState::branchStarts, Map.of(Work.NONE, Work.BRANCH)),
            new Move("branchJoins", ConnectionState::branchJoins, Map.of(Work.BRANCH_ENDED, Work.BRANCH)),
            new Move("branchSuspends", ConnectionState::branchSuspends, Map.of(Work.BRANCH, Work.BRANCH_SUSPENDED)),
            new Move("branchResumes", ConnectionState::branchResumes, Map.of(Work.BRANCH_SUSPENDED, Work.BRANCH)),
            new Move(
                    "branchEnds",
                    ConnectionState::branchEnds,
                    Map.of(Work.BRANCH, Work.BRANCH_ENDED, Work.BRANCH_SUSPENDED, Work.BRANCH_ENDED)),
            new Move(
                    "branchLeaves",
                    ConnectionState::branchLeaves,
                    Map.of(
                            Work.NONE, Work.NONE,
                            Work.APPLICATION, Work.APPLICATION,
                            Work.CONTAINER, Work.CONTAINER,
                            Work.BRANCH, Work.NONE,
                            Work.BRANCH_ENDED, Work.NONE,
                            Work.BRANCH_SUSPENDED, Work.NONE)));

    @TestFactory
    Stream<DynamicTest> every_move_from_every_state() {
        return Stream.of(Work.values())
                .flatMap(from -> MOVES.stream()
                        .map(move -> DynamicTest.dynamicTest(move.name() + " from " + from, () -> check(from, move))));
    }

    private static void check(Work from, Move move) {
        var state = new ConnectionState();
        WAY_TO.get(from).forEach(step -> step.accept(state));
        assertEquals(from, state.work());
        var to = move.legal().get(from);
        if (to == null) {
            var refused =
                    assertThrows(IllegalStateException.class, () -> move.move().accept(state));
            assertTrue(refused.getMessage().contains(from.toString()), refused::getMessage);
            assertEquals(from, state.work());
        } else {
            move.move().accept(state);
            assertEquals(to, state.work());
        }
    }

    @Test
    void it_breaks_once_and_is_destroyed_once() {
        var state = new ConnectionState();
        state.lease();
        assertTrue(state.breaks());
        assertFalse(state.breaks());
        assertThrows(IllegalStateException.class, state::lease);
        assertTrue(state.destroy());
        assertFalse(state.destroy());
        assertFalse(state.breaks());
    }

    @Test
    void it_goes_back_to_its_pool_only_without_work() {
        var state = new ConnectionState();
        state.lease();
        state.containerBegins();
        assertThrows(IllegalStateException.class, state::release);
        state.containerEnds();
        state.release();
        assertEquals(Life.READY, state.life());
    }
}
