package dev.berth.jta;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTAActionStatusServiceXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.berth.PooledDataSource;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAResource;

/** One transaction manager for this JVM, with its records below target/, and its recovery run by hand. */
final class Narayana {

    static final String NODE = "berth-jta";
    static final Path STORE = Path.of("target/narayana").toAbsolutePath();

    /** Each session that a test ends makes it warn, with a stack. Kept, for the logger is not. */
    private static final Logger TALK = Logger.getLogger("com.arjuna");

    private static final RecoveryManager RECOVERY = configure();

    private Narayana() {}

    private static RecoveryManager configure() {
        TALK.setLevel(Level.SEVERE);
        try {
            Files.createDirectories(STORE);
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        } catch (Exception failure) {
            throw new ExceptionInInitializerError(failure);
        }
        for (var name : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(STORE.toString());
        }
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        var jta = jtaPropertyManager.getJTAEnvironmentBean();
        jta.setXaRecoveryNodes(List.of(NODE));
        jta.setOrphanSafetyInterval(0);
        jta.setXaResourceOrphanFilterClassNames(List.of(
                JTATransactionLogXAResourceOrphanFilter.class.getName(),
                JTANodeNameXAResourceOrphanFilter.class.getName(),
                JTAActionStatusServiceXAResourceOrphanFilter.class.getName()));
        var recovery = recoveryPropertyManager.getRecoveryEnvironmentBean();
        recovery.setRecoveryModuleClassNames(
                List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        recovery.setExpiryScannerClassNames(List.of());
        recovery.setRecoveryBackoffPeriod(1);
        return RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
    }

    static TransactionManager manager() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    static TransactionSynchronizationRegistry registry() {
        return new TransactionSynchronizationRegistryImple();
    }

    /** As a helper is registered in a program. */
    static XAResourceRecoveryHelper register(PooledDataSource source) {
        var helper = new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return source.recovery().getXAResources();
            }
        };
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(helper);
        return helper;
    }

    static void unregister(XAResourceRecoveryHelper helper) {
        XARecoveryModule.getRegisteredXARecoveryModule().removeXAResourceRecoveryHelper(helper);
    }

    /** Both passes, in the caller's thread. */
    static void scan() {
        RECOVERY.scan();
    }

    /** Whether the calling thread is in no transaction; ends one that is there. */
    static void leaveNone() throws Exception {
        if (manager().getTransaction() != null) {
            manager().rollback();
        }
    }
}
