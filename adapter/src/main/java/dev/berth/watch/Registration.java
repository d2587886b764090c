package dev.berth.watch;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** One MXBean, registered until it is closed. */
public final class Registration implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.berth.watch");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /**
     * Registers.
     *
     * @param bean what JMX shows
     * @param type what it is
     * @param database whose it is; no secret
     * @param number tells two of the same database apart
     * @throws JMException when the name is taken
     */
    public Registration(Object bean, String type, String database, int number) throws JMException {
        name = new ObjectName(
                "dev.berth:type=" + type + ",database=" + ObjectName.quote(database) + ",factory=" + number);
        server.registerMBean(bean, name);
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (JMException failure) {
            LOG.log(System.Logger.Level.WARNING, "The MXBean stays registered: " + name, failure);
        }
    }
}
