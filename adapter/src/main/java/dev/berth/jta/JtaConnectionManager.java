package dev.berth.jta;

import dev.berth.pool.Lender;
import dev.berth.pool.Loan;
import dev.berth.pool.PoolingConnectionManager;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager of a pool with a transaction manager: a borrow in a transaction is enlisted in it, and later ones
 * in the same transaction share the connection, which goes back when the transaction has ended. Outside any, it is the
 * pool's own.
 *
 * <p>Source: Jakarta Connectors 2.1, 7.9 and 8.6; Jakarta Transactions 2.0, 3.3 and 4.
 */
public final class JtaConnectionManager implements ConnectionManager {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient PoolingConnectionManager pool;
    private final transient TransactionServices services;

    /** Opens nothing; the pool stays the caller's to close. */
    public JtaConnectionManager(PoolingConnectionManager pool, TransactionServices services) {
        this.pool = pool;
        this.services = services;
    }

    /** What a transaction remembers its connection by: one of each pool and identity. */
    private record Key(JtaConnectionManager of, @Nullable ConnectionRequestInfo request) {}

    /** Whether the caller's thread is in a transaction, in whatever state. */
    public boolean isInTransaction() {
        return services.registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /**
     * A handle on a connection of the thread's transaction, or on one of nobody's where there is none.
     *
     * @throws ResourceException with SQLState 40000 when the transaction can only be rolled back, or has been; 25000 when
     *     it is past taking part, or the manager refuses; else what the pool answers
     */
    @Override
    public Object allocateConnection(ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        return allocate(pool, from, request);
    }

    /**
     * The same, for somebody who has less time.
     *
     * @param patience how long a borrow may take
     */
    public ConnectionManager within(Duration patience) {
        return (from, request) -> allocate(pool.within(patience), from, request);
    }

    private Object allocate(Lender lender, ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        int status = services.registry().getTransactionStatus();
        return status == Status.STATUS_NO_TRANSACTION
                ? lender.allocateConnection(from, request)
                : allocateIn(status, lender, from, request);
    }

    private Object allocateIn(
            int status, Lender lender, ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (status != Status.STATUS_ACTIVE && status != Status.STATUS_MARKED_ROLLBACK) {
            throw Refusals.of(status);
        }
        var key = new Key(this, request);
        if (services.registry().getResource(key) instanceof Loan loan) {
            return shared(loan, request);
        }
        if (status != Status.STATUS_ACTIVE) {
            throw Refusals.of(status); // the manager would refuse it too, after a borrow for nothing
        }
        return enlisted(key, lender, from, request);
    }

    private Object shared(Loan loan, @Nullable ConnectionRequestInfo request) throws ResourceException {
        try {
            return loan.handle(request);
        } catch (jakarta.resource.spi.IllegalStateException gone) {
            int now = services.registry().getTransactionStatus();
            throw now == Status.STATUS_ACTIVE || now == Status.STATUS_MARKED_ROLLBACK
                    ? Refusals.sessionGone(gone)
                    : Refusals.of(now);
        }
    }

    /** The end is announced first, so that whatever happens to the rest the connection comes back. */
    private Object enlisted(
            Key key, Lender lender, ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        var transaction = transaction();
        var loan = new Loan();
        var handle = lender.allocateConnection(from, request, loan);
        boolean taken = false;
        try {
            services.registry().registerInterposedSynchronization(new EndOfLoan(loan));
            enlist(transaction, loan);
            services.registry().putResource(key, loan);
            taken = true;
            return handle;
        } catch (IllegalStateException meanwhile) { // it ended, or began to, since its status was looked up
            throw Refusals.by(meanwhile);
        } finally {
            if (!taken) {
                loan.end();
            }
        }
    }

    private static void enlist(Transaction transaction, Loan loan) throws ResourceException {
        try {
            if (!transaction.enlistResource(loan.connection().getXAResource())) {
                throw Refusals.by(null);
            }
        } catch (RollbackException | SystemException refused) {
            throw Refusals.by(refused);
        }
    }

    private Transaction transaction() throws ResourceException {
        try {
            var now = services.manager().getTransaction();
            if (now == null) {
                throw Refusals.strangers();
            }
            return now;
        } catch (SystemException failure) {
            throw Refusals.by(failure);
        }
    }

    /** A pool is where it is. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(getClass().getName());
    }
}
