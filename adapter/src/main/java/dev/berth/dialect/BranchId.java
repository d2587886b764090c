package dev.berth.dialect;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A branch's Xid by value: a manager may hand the same branch in another object each time. */
public final class BranchId implements Xid {

    private final int formatId;
    private final byte[] globalTransactionId;
    private final byte[] branchQualifier;

    /** From the parts; the arrays are copied. */
    public BranchId(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        this.formatId = formatId;
        this.globalTransactionId = globalTransactionId.clone();
        this.branchQualifier = branchQualifier.clone();
    }

    /** Copied, for it is remembered for longer than its transaction: an Xid may hand out arrays that it uses again. */
    private BranchId(Xid origin) {
        this.formatId = origin.getFormatId();
        this.globalTransactionId = origin.getGlobalTransactionId().clone();
        this.branchQualifier = origin.getBranchQualifier().clone();
    }

    /** The same branch by value. */
    public static BranchId of(Xid xid) {
        return xid instanceof BranchId id ? id : new BranchId(xid);
    }

    /** Whether that is the same branch. */
    public boolean is(Xid other) {
        return formatId == other.getFormatId()
                && Arrays.equals(branchQualifier, other.getBranchQualifier())
                && Arrays.equals(globalTransactionId, other.getGlobalTransactionId());
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalTransactionId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branchQualifier.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof BranchId id
                        && formatId == id.formatId
                        && Arrays.equals(branchQualifier, id.branchQualifier)
                        && Arrays.equals(globalTransactionId, id.globalTransactionId);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalTransactionId)) + Arrays.hashCode(branchQualifier);
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(globalTransactionId) + ":" + hex.formatHex(branchQualifier);
    }
}
