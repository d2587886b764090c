package dev.berth.delegate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper that closes what was opened below it, youngest first. The list runs through the children themselves, so
 * that tracking costs no object; the lock is held over pointers only, never over a close.
 */
public abstract class Parent extends Delegate {

    private static final VarHandle YOUNGEST;

    static {
        try {
            YOUNGEST = MethodHandles.lookup().findVarHandle(Parent.class, "youngest", Child.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private volatile @Nullable Child youngest;

    /** Takes a child in: an only one by one compare-and-set, as most are. */
    protected final <T extends Child> T opened(T child) {
        if (youngest != null || !YOUNGEST.compareAndSet(this, null, child)) {
            openedBesideOthers(child);
        }
        return child;
    }

    /** Whoever takes the only child away meanwhile holds no lock: then once more. */
    private synchronized void openedBesideOthers(Child child) {
        while (true) {
            var elder = youngest;
            child.elder = elder;
            if (elder != null) {
                elder.younger = child;
            }
            if (YOUNGEST.compareAndSet(this, elder, child)) {
                return;
            }
            if (elder != null) {
                elder.younger = null;
            }
        }
    }

    /** Lets a closed child go; one that is gone already is nothing. */
    public final void forget(Child child) {
        if (youngest != child || child.elder != null || !YOUNGEST.compareAndSet(this, child, null)) {
            forgetAmongOthers(child);
        }
    }

    private synchronized void forgetAmongOthers(Child child) {
        var elder = child.elder;
        var younger = child.younger;
        if (elder != null) {
            elder.younger = younger;
        }
        if (younger != null) {
            younger.elder = elder;
        } else {
            YOUNGEST.compareAndSet(this, child, elder);
        }
        child.elder = null;
        child.younger = null;
    }

    private synchronized @Nullable Child takeYoungest() {
        var child = youngest;
        if (child != null) {
            forget(child);
        }
        return child;
    }

    /** What was open below, and what the driver threw as it was closed, in that order. */
    protected record Left(int statements, int results, List<SQLException> failures) {}

    /** Closes every open child, and counts them on the way: thousands are not looked through once more for it. */
    protected final Left closeChildren() {
        int statements = 0;
        int results = 0;
        var failures = new ArrayList<SQLException>(0);
        for (var child = takeYoungest(); child != null; child = takeYoungest()) {
            statements += child.statements();
            results += child.results();
            try {
                child.closeByParent();
            } catch (SQLException failure) {
                failures.add(failure);
            }
        }
        return new Left(statements, results, failures);
    }

    /** Whether anything that was opened below is open. */
    protected final boolean hasChildren() {
        return youngest != null;
    }

    /** Cancels what is under way in any of them. */
    protected final void cancelChildren() throws SQLException {
        for (var child : children()) {
            child.cancelByParent();
        }
    }

    private synchronized List<Child> children() {
        var all = new ArrayList<Child>();
        for (var child = youngest; child != null; child = child.elder) {
            all.add(child);
        }
        return all;
    }

    /** Has every open child refuse, and touches no object of the driver. */
    protected final void abandonChildren() {
        for (var child = takeYoungest(); child != null; child = takeYoungest()) {
            child.abandon();
        }
    }
}
