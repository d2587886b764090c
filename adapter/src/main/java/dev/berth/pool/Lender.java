package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import org.jspecify.annotations.Nullable;

/** A connection manager that lends for longer than for a handle, too. */
public interface Lender extends ConnectionManager {

    /**
     * As {@link #allocateConnection(ManagedConnectionFactory, ConnectionRequestInfo)}, and the connection stays out until
     * {@link Loan#end}, whatever becomes of its handles.
     *
     * @param loan a new one; null for none
     */
    Object allocateConnection(
            ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request, @Nullable Loan loan)
            throws ResourceException;

    @Override
    default Object allocateConnection(ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        return allocateConnection(from, request, null);
    }
}
