package dev.berth.deploy;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Container-managed transactions around whatever a test wants to do in one. */
@Stateless
public class Tx {

    /** What is done; what it throws decides as the specification says: an unchecked exception rolls back. */
    @FunctionalInterface
    public interface Task<T> {
        T run() throws Exception;
    }

    /** The same without a result. */
    @FunctionalInterface
    public interface Deed {
        void run() throws Exception;
    }

    @Resource
    private SessionContext context;

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public <T> T required(Task<T> task) throws Exception {
        return task.run();
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void inOne(Deed deed) throws Exception {
        deed.run();
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public <T> T requiresNew(Task<T> task) throws Exception {
        return task.run();
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public <T> T without(Task<T> task) throws Exception {
        return task.run();
    }

    /** Does it and then says that it shall not stand. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void undone(Deed deed) throws Exception {
        deed.run();
        context.setRollbackOnly();
    }
}
