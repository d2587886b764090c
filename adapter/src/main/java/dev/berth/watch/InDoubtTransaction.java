package dev.berth.watch;

/** One prepared transaction of a database, as JMX shows it. */
public final class InDoubtTransaction {

    private final String gid;
    private final String owner;
    private final long ageSeconds;
    private final String node;
    private final int locks;
    private final boolean recoverable;

    /** As the database tells it. */
    public InDoubtTransaction(String gid, String owner, long ageSeconds, String node, int locks, boolean recoverable) {
        this.gid = gid;
        this.owner = owner;
        this.ageSeconds = ageSeconds;
        this.node = node;
        this.locks = locks;
        this.recoverable = recoverable;
    }

    /** The identifier that the database knows it by. */
    public String getGid() {
        return gid;
    }

    /** The role that prepared it. */
    public String getOwner() {
        return owner;
    }

    /** Seconds since it was prepared. */
    public long getAgeSeconds() {
        return ageSeconds;
    }

    /** The transaction manager's node, where its identifier tells; empty otherwise. */
    public String getNode() {
        return node;
    }

    /** How many locks it holds. */
    public int getLocks() {
        return locks;
    }

    /** Whether this factory's user may finish it, so that recovery by this user can see it. */
    public boolean isRecoverable() {
        return recoverable;
    }

    @Override
    public String toString() {
        return gid + " of " + owner + (node.isEmpty() ? "" : ", node " + node) + ", prepared " + ageSeconds
                + " s ago, holds " + locks + " locks, "
                + (recoverable ? "recoverable" : "not recoverable by this user");
    }
}
