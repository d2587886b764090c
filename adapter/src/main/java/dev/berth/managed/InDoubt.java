package dev.berth.managed;

import dev.berth.dialect.BranchId;
import dev.berth.dialect.PreparedBranch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A prepared transaction of a factory's database.
 *
 * @param node the transaction manager's node, where the identifier tells; empty otherwise
 */
public record InDoubt(String gid, String owner, Duration age, String node, int locks, boolean recoverable) {

    private static final int NARAYANA = 131077;
    private static final int NARAYANAS_UID = 28; // bytes before the node's name in its global transaction id

    static InDoubt of(PreparedBranch branch) {
        return new InDoubt(
                branch.gid(),
                branch.owner(),
                branch.age(),
                branch.id().map(InDoubt::node).orElse(""),
                branch.locks(),
                branch.recoverable());
    }

    private static String node(BranchId id) {
        var global = id.getGlobalTransactionId();
        return id.getFormatId() == NARAYANA && global.length > NARAYANAS_UID
                ? new String(global, NARAYANAS_UID, global.length - NARAYANAS_UID, StandardCharsets.UTF_8)
                : "";
    }
}
