package dev.berth.managed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Where a connection stands, as anybody may ask: each answer is of one moment. {@link ConnectionState} has the moves. */
abstract class VisibleState extends LeaseNotes {

    private static final VarHandle WORD = Fields.of(MethodHandles.lookup(), "word", int.class);
    private static final VarHandle END = Fields.of(MethodHandles.lookup(), "end", Life.class);

    private volatile int word = StateWord.READY;

    /** BROKEN, and DESTROYED after it or at once; null before. */
    private volatile @Nullable Life end;

    /** All of it but the end; see {@link StateWord}. */
    final int word() {
        return word;
    }

    final Life life() {
        var last = end;
        return last != null ? last : StateWord.life(word);
    }

    final Work work() {
        return StateWord.work(word);
    }

    final boolean worksForNobody() {
        return StateWord.worksForNobody(word);
    }

    /** Whether that is its work, one of {@link StateWord}'s constants. */
    final boolean works(int work) {
        return StateWord.works(work, word);
    }

    /** As {@link Work#ofContainer}. */
    final boolean worksForContainer() {
        return StateWord.ofContainer(word);
    }

    /** As {@link Life#READY}. */
    final boolean isReady() {
        return end == null && StateWord.isReady(word);
    }

    /** Neither {@link Life#BROKEN} nor {@link Life#DESTROYED}. */
    final boolean usable() {
        return end == null;
    }

    /** As {@link Life#DESTROYED}. */
    final boolean isDestroyed() {
        return end == Life.DESTROYED;
    }

    // ---- for the moves ----

    final boolean moves(int from, int to) {
        return WORD.compareAndSet(this, from, to);
    }

    /** By whom nobody contends with. */
    final void becomes(int to) {
        WORD.setRelease(this, to);
    }

    /** True for the first who ends it. */
    final boolean breaksOnce() {
        return END.compareAndSet(this, null, Life.BROKEN);
    }

    /** True for the first who does. */
    final boolean destroysOnce() {
        return END.getAndSet(this, Life.DESTROYED) != Life.DESTROYED;
    }

    @Override
    public final String toString() {
        return life() + ", work " + work();
    }
}
