package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import dev.berth.PooledDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** The README's code for a transaction manager is code that compiles: what it does, the other tests do. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    static PooledDataSource opened() throws Exception {
        var manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        var orders = PooledDataSource.builder()
                .url("jdbc:postgresql://localhost/orders")
                .user("orders")
                .password("secret")
                .transactionManager(manager)
                .transactionSynchronizationRegistry(new TransactionSynchronizationRegistryImple())
                .build();
        return orders;
    }

    static void recovered(PooledDataSource orders) {
        RecoveryManager.manager().initialize(); // scans every two minutes
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(new XAResourceRecoveryHelper() {
            public boolean initialise(String parameters) {
                return true;
            }

            public XAResource[] getXAResources() {
                return orders.recovery().getXAResources();
            }
        });
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void its_code_is_this_code() throws Exception {
        var readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf("### With a transaction manager");
        var section = readme.substring(begin, readme.indexOf("### Clients", begin));
        var blocks = JAVA.matcher(section).results().map(MatchResult::group).toList();
        assertEquals(2, blocks.size());
        var here = plain(Files.readString(Path.of("src/test/java/dev/berth/jta/ReadmeTest.java")));
        for (var block : blocks) {
            var code = block.substring(block.indexOf('\n'), block.lastIndexOf("```"));
            assertTrue(here.contains(plain(code)), code);
        }
    }
}
