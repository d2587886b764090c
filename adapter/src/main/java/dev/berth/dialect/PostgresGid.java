package dev.berth.dialect;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.transaction.xa.Xid;

/**
 * A branch as PostgreSQL's transaction identifier, in the form pgjdbc gives it, so that either can finish what the
 * other prepared: format id, global id and qualifier in Base64, between underscores.
 */
final class PostgresGid {

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,10})_([A-Za-z0-9+/=]*)_([A-Za-z0-9+/=]*)");

    private PostgresGid() {}

    static String of(Xid xid) {
        var base64 = Base64.getEncoder();
        return xid.getFormatId() + "_" + base64.encodeToString(xid.getGlobalTransactionId()) + "_"
                + base64.encodeToString(xid.getBranchQualifier());
    }

    /** The branch of that identifier; empty when somebody else wrote it. */
    static Optional<BranchId> parse(String gid) {
        var parts = FORM.matcher(gid);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var base64 = Base64.getDecoder();
            var id = new BranchId(
                    Integer.parseInt(parts.group(1)), base64.decode(parts.group(2)), base64.decode(parts.group(3)));
            return of(id).equals(gid) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException foreign) { // a number or a Base64 text that is none: not ours
            return Optional.empty();
        }
    }
}
