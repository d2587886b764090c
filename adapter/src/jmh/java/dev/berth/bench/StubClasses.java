package dev.berth.bench;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;

/**
 * Completes the classes of the stub driver: in a subclass made here each method of the interface that nobody wrote
 * refuses. What pools do ask for is plain Java, and costs what that costs; hundreds of lines of refusals stay unwritten.
 */
final class StubClasses {

    private static final String REFUSAL = Type.getInternalName(UnsupportedOperationException.class);
    private static final String TAKES_TEXT = "(Ljava/lang/String;)V";

    private StubClasses() {}

    /** The constructor of a complete subclass; takes what the abstract class's only constructor takes. */
    static MethodHandle complete(MethodHandles.Lookup lookup, Class<?> base) {
        try {
            var constructor = base.getDeclaredConstructors()[0];
            var takes = MethodType.methodType(void.class, constructor.getParameterTypes());
            var made = lookup.defineClass(bytes(base, takes));
            return lookup.findConstructor(made, takes).asType(takes.changeReturnType(base));
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError("The stub driver cannot complete " + base, failure);
        }
    }

    private static byte[] bytes(Class<?> base, MethodType takes) {
        var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        var parent = Type.getInternalName(base);
        writer.visit(V17, ACC_PUBLIC | ACC_FINAL, parent + "Complete", null, parent, null);
        constructor(writer, parent, takes);
        for (var method : base.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                refuse(writer, method);
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void constructor(ClassWriter writer, String parent, MethodType takes) {
        var code = writer.visitMethod(ACC_PUBLIC, "<init>", takes.toMethodDescriptorString(), null, null);
        code.visitCode();
        code.visitVarInsn(ALOAD, 0);
        for (int i = 0; i < takes.parameterCount(); i++) {
            code.visitVarInsn(takes.parameterType(i).isPrimitive() ? ILOAD : ALOAD, i + 1);
        }
        code.visitMethodInsn(INVOKESPECIAL, parent, "<init>", takes.toMethodDescriptorString(), false);
        code.visitInsn(RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void refuse(ClassWriter writer, Method method) {
        var code = writer.visitMethod(ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null);
        code.visitCode();
        code.visitTypeInsn(NEW, REFUSAL);
        code.visitInsn(DUP);
        code.visitLdcInsn("The stub driver has no " + method);
        code.visitMethodInsn(INVOKESPECIAL, REFUSAL, "<init>", TAKES_TEXT, false);
        code.visitInsn(ATHROW);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
