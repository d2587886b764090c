package dev.berth.dialect;

import java.time.Duration;
import java.util.Optional;

/**
 * A prepared transaction as the database tells it.
 *
 * @param gid the database's identifier
 * @param id the branch, where the identifier is one of ours or of pgjdbc
 * @param owner the role that prepared it
 * @param age since it was prepared, by the database's clock
 * @param locks how many it holds
 * @param recoverable whether the asking user may finish it
 */
public record PreparedBranch(
        String gid, Optional<BranchId> id, String owner, Duration age, int locks, boolean recoverable) {}
