package dev.berth.dialect;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * A branch's Xid by value: a manager may hand the same branch in another object each time. While a connection works for
 * the branch the manager's Xid is asked for its parts when they are needed, which is hardly ever; what is remembered for
 * longer is {@link #kept}.
 */
public final class BranchId implements Xid {

    private final int formatId;

    private final byte @Nullable [] globalTransactionId; // null where the origin has to be asked
    private final byte @Nullable [] branchQualifier;

    /** Whose value it is; itself where it was not made of another. */
    private final Xid origin;

    /** From the parts; the arrays are copied. */
    public BranchId(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        this.formatId = formatId;
        this.globalTransactionId = globalTransactionId.clone();
        this.branchQualifier = branchQualifier.clone();
        this.origin = this;
    }

    private BranchId(Xid origin) {
        this.formatId = origin.getFormatId();
        this.globalTransactionId = null;
        this.branchQualifier = null;
        this.origin = origin;
    }

    /** The same branch, for as long as whoever gave the Xid lets it be that branch's. */
    public static BranchId of(Xid xid) {
        return xid instanceof BranchId id ? id : new BranchId(xid);
    }

    /** The same branch for good: its parts are copied, for an Xid may hand out arrays that it uses again. */
    public BranchId kept() {
        return globalTransactionId != null
                ? this
                : new BranchId(formatId, getGlobalTransactionId(), getBranchQualifier());
    }

    private byte[] global() {
        return globalTransactionId != null ? globalTransactionId : origin.getGlobalTransactionId();
    }

    private byte[] qualifier() {
        return branchQualifier != null ? branchQualifier : origin.getBranchQualifier();
    }

    /**
     * Whether that is the same branch. One that this was made of is, without a look: a manager's Xid does not become
     * another branch's, and most copy their arrays for whoever looks.
     */
    public boolean is(Xid other) {
        return other == origin
                || formatId == other.getFormatId()
                        && Arrays.equals(qualifier(), other.getBranchQualifier())
                        && Arrays.equals(global(), other.getGlobalTransactionId());
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global().clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return qualifier().clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof BranchId id
                        && formatId == id.formatId
                        && Arrays.equals(qualifier(), id.qualifier())
                        && Arrays.equals(global(), id.global());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(global())) + Arrays.hashCode(qualifier());
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(global()) + ":" + hex.formatHex(qualifier());
    }
}
