package dev.berth.jta;

import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** How a transaction manager may refuse to enlist. */
enum Refusing {
    FALSE("25000", null),
    ROLLBACK("40000", new RollbackException("marked meanwhile")),
    SYSTEM("25000", new SystemException("out of order")),
    STATE("25000", new IllegalStateException("ended meanwhile"));

    final String sqlState;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final Exception thrown;

    Refusing(String sqlState, Exception thrown) {
        this.sqlState = sqlState;
        this.thrown = thrown;
    }

    /** The manager, but its transactions enlist nothing. */
    TransactionManager of(TransactionManager real) {
        return proxy(TransactionManager.class, real);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                Refusing.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("enlistResource")) {
                        if (thrown != null) {
                            throw thrown;
                        }
                        return false;
                    }
                    try {
                        var answer = method.invoke(real, arguments);
                        return answer instanceof Transaction transaction
                                ? proxy(Transaction.class, transaction)
                                : answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }
}
