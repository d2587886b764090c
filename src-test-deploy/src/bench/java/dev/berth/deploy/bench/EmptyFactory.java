package dev.berth.deploy.bench;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;

/** An adapter that can do nothing: what a server does for any at all is not the adapter's. */
public class EmptyFactory implements ManagedConnectionFactory {

    private static final long serialVersionUID = 1;

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new EmptySource();
    }

    @Override
    public Object createConnectionFactory() {
        return new EmptySource();
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        throw new ResourceException("there is nothing to connect to");
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface is older than generics
    public ManagedConnection matchManagedConnections(Set all, Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        throw new ResourceException("there is nothing to match");
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // writes nothing
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmptyFactory;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
