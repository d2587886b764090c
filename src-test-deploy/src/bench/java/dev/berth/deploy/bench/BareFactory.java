package dev.berth.deploy.bench;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A throw-away adapter that hands the driver's connections through, and neither watches, nor validates, nor cleans, nor
 * recovers: what is paid over it is the server's price of any adapter at all, and the limit of ours.
 */
public class BareFactory implements ManagedConnectionFactory, TransactionSupport {

    private static final long serialVersionUID = 1;

    private String connectionURL = "";
    private String userName = "";
    private String password = "";
    private boolean local;
    private final transient BareSessions sessions = new BareSessions();

    public void setConnectionURL(String connectionURL) {
        this.connectionURL = connectionURL;
    }

    public void setUserName(String userName) {
        this.userName = userName;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public void setLocal(boolean local) {
        this.local = local;
    }

    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return local ? TransactionSupportLevel.LocalTransaction : TransactionSupportLevel.XATransaction;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new BareSource(this, manager);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new ResourceException("for servers only");
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        var source = new PGSimpleDataSource();
        source.setURL(connectionURL);
        source.setUser(userName);
        source.setPassword(password);
        try {
            sessions.add(source.getConnection());
            return new BareConnection(sessions);
        } catch (SQLException failure) {
            throw new ResourceException(failure);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface is older than generics
    public ManagedConnection matchManagedConnections(Set all, Subject subject, ConnectionRequestInfo info) {
        return (ManagedConnection) all.iterator().next();
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
        return other instanceof BareFactory that
                && connectionURL.equals(that.connectionURL)
                && userName.equals(that.userName)
                && password.equals(that.password)
                && local == that.local;
    }

    @Override
    public int hashCode() {
        return Objects.hash(connectionURL, userName, local);
    }
}
