package dev.berth.jta;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import javax.transaction.xa.XAResource;

/**
 * What a transaction manager's recovery finishes a pool's branches with after a crash. It does not borrow: for the time
 * of a scan it has a connection of its own, above the pool's maximum, opened when the manager asks, replaced when it
 * breaks, and closed at the end of the scan.
 *
 * <p>It shows all branches of the database that its user may finish, other pools' and other managers' too: which are
 * its own a manager knows by the node in their identifiers, so that each on one database needs a node of its own.
 *
 * <p>Source: X/Open XA, xa_recover; Jakarta Connectors 2.1, 8.6.
 */
public final class RecoveryResources implements AutoCloseable {

    private final RecoveryXaResource resource;
    private volatile boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param identity as whom: the owner of the branches, or a member of the role that owns them
     */
    public RecoveryResources(ManagedConnectionFactory factory, ConnectionRequestInfo identity) {
        this.resource = new RecoveryXaResource(factory, identity);
    }

    /**
     * What to scan: one resource, the same each time, good for {@code recover}, {@code commit}, {@code rollback} and
     * {@code forget} at any time; none once the pool is closed. It opens nothing by itself and never fails; a database
     * that is away is XAER_RMFAIL from the resource, and another try at the next scan.
     */
    public XAResource[] getXAResources() {
        return closed ? new XAResource[0] : new XAResource[] {resource};
    }

    /** Closes the connection, if there is one; a pool does it with its own. */
    @Override
    public void close() {
        closed = true;
        resource.close();
    }
}
