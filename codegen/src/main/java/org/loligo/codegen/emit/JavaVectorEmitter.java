package org.loligo.codegen.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.loligo.codegen.Block;
import org.loligo.codegen.Body;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.model.Precision;

/**
 * Emits a program as a Java class that implements {@link VectorKernel} with the Vector API. What the JIT compiler accepts decides the
 * shape: static methods with everything in place, no masks, numbers broadcast before the loop, a fixed species.
 */
public final class JavaVectorEmitter {
    /** The simple name of the emitted class. */
    public static final String CLASS_NAME = "StepKernel";

    private static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    private static final ClassName OPERATORS = ClassName.get(VECTOR_PACKAGE, "VectorOperators");
    private static final TypeName OBJECTS = TypeName.get(Object[].class);

    private final StepProgram program;
    private final String packageName;
    private final int width;
    private final int lanes;
    private final TypeName real;
    private final TypeName array;
    private final ClassName vector;
    private final ClassName boxed;
    private final List<MethodSpec> methods = new ArrayList<>();

    private JavaVectorEmitter(StepProgram program, Precision precision, int bits, int lanes, String packageName) {
        this.program = program;
        this.lanes = lanes;
        this.packageName = packageName;
        this.width = bits / 8 / precision.bytes();
        boolean single = precision == Precision.FLOAT32;
        real = single ? TypeName.FLOAT : TypeName.DOUBLE;
        array = TypeName.get(single ? float[].class : double[].class);
        boxed = ClassName.get("java.lang", single ? "Float" : "Double");
        vector = ClassName.get(VECTOR_PACKAGE, single ? "FloatVector" : "DoubleVector");
    }

    /**
     * The source of the kernel.
     *
     * @param bits        the width of a vector in bits
     * @param lanes       how many instances stand side by side: 1, or a multiple of the elements of a vector
     * @param packageName the package of the class
     */
    public static String emit(StepProgram program, Precision precision, int bits, int lanes, String packageName) {
        return new JavaVectorEmitter(program, precision, bits, lanes, packageName).file(bits);
    }

    private String file(int bits) {
        methods.add(method("width", false, TypeName.INT).addStatement("return $L", width).build());
        dispatch("export", "exports", b -> b.exports().results().isEmpty() ? List.of() : List.of(b.exports()));
        dispatch("derive", "slopes", b -> b.states().isEmpty() ? List.of() : b.derivatives());
        combine();
        methods.addAll(new VectorSums(vector, real, array, width, lanes).methods());
        events();
        ClassName species = ClassName.get(VECTOR_PACKAGE, "VectorSpecies");
        TypeSpec kernel = TypeSpec.classBuilder(CLASS_NAME)
                .addJavadoc("One step of a network: $L, $L, vectors of $L$L.\n", program.tableau().name(), real, width,
                        lanes == 1 ? "" : ", " + lanes + " instances side by side")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL).addSuperinterface(VectorKernel.class)
                .addField(FieldSpec.builder(ParameterizedTypeName.get(species, boxed), "S", Modifier.PRIVATE, Modifier.STATIC,
                        Modifier.FINAL).initializer("$T.SPECIES_$L", vector, bits).build())
                .addMethods(methods).build();
        return JavaFile.builder(packageName, kernel).indent("    ").skipJavaLangImports(true).build().toString();
    }

    static MethodSpec.Builder method(String name, boolean isStatic, TypeName returns) {
        MethodSpec.Builder m = MethodSpec.methodBuilder(name).returns(returns);
        return isStatic ? m.addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                : m.addModifiers(Modifier.PUBLIC).addAnnotation(AnnotationSpec.builder(Override.class).build());
    }

    private static MethodSpec.Builder codeParameters(MethodSpec.Builder m, String results) {
        return m.addParameter(OBJECTS, "states").addParameter(OBJECTS, "constants").addParameter(double[].class, "uniforms")
                .addParameter(OBJECTS, "feeds").addParameter(OBJECTS, results).addParameter(double.class, "time")
                .addParameter(int.class, "from").addParameter(int.class, "to");
    }

    /** A public method that calls the static methods of each block's code. */
    private void dispatch(String what, String results, java.util.function.Function<Block, List<Body>> code) {
        CodeBlock.Builder calls = CodeBlock.builder().beginControlFlow("switch (block)");
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            List<Body> bodies = code.apply(block);
            if (bodies.isEmpty()) {
                continue;
            }
            calls.beginControlFlow("case $L ->", b);
            for (int part = 0; part < bodies.size(); part++) {
                String name = what + "_" + Identifiers.plain(block.name()) + "_" + b + (bodies.size() > 1 ? "_" + part : "");
                calls.addStatement("$L(states, constants, uniforms, feeds, $L, time, from, to)", name, results);
                methods.add(code(name, what.equals("derive"), results, block, bodies.get(part)));
            }
            calls.endControlFlow();
        }
        calls.add("default -> { }\n").endControlFlow();
        MethodSpec.Builder m = method(what, false, TypeName.VOID).addParameter(int.class, "block");
        methods.add(codeParameters(m, results).addCode(calls.build()).build());
    }

    private MethodSpec code(String name, boolean derivatives, String results, Block block, Body body) {
        VectorCode text = new VectorCode(block, body, vector, real, array, width);
        List<String> order = derivatives ? block.states().stream().map(Block.StateVariable::name).toList()
                : List.copyOf(block.exports().results().keySet());
        for (Map.Entry<String, org.loligo.expr.Expr> r : body.results().entrySet()) {
            text.result(r.getValue(), results, order.indexOf(r.getKey()));
        }
        return codeParameters(method(name, true, TypeName.VOID), results).addCode(text.build()).build();
    }

    private void combine() {
        Tableau tableau = program.tableau();
        CodeBlock.Builder calls = CodeBlock.builder().beginControlFlow("switch (stage)");
        for (int s = 1; s <= tableau.stages(); s++) {
            double[] a = s == tableau.stages() ? tableau.b() : tableau.a()[s];
            calls.addStatement("case $L -> combine_$L(states, slopes, into, dt, from, to)", s, s);
            CodeBlock.Builder c = CodeBlock.builder();
            c.beginControlFlow("for (int n = 0; n < states.length; n++)");
            c.addStatement("$T x = ($T) states[n]", array, array);
            c.addStatement("$T y = ($T) into[n]", array, array);
            CodeBlock sum = null;
            for (int j = 0; j < a.length; j++) {
                if (a[j] == 0) {
                    continue;
                }
                c.addStatement("$T k$L = ($T) slopes[$L][n]", array, j, array, j);
                c.addStatement("$T a$L = $T.broadcast(S, ($T) (dt * $L))", vector, j, vector, real, a[j]);
                CodeBlock slope = CodeBlock.of("$T.fromArray(S, k$L, i)", vector, j);
                CodeBlock first = CodeBlock.of("$L.mul(a$L)", slope, j);
                sum = sum == null ? first : CodeBlock.of("$L.fma(a$L, $L)", slope, j, sum);
            }
            c.beginControlFlow("for (int i = from; i < to; i += $L)", width);
            c.addStatement("$T.fromArray(S, x, i).add($L).intoArray(y, i)", vector, sum);
            c.endControlFlow().endControlFlow();
            methods.add(method("combine_" + s, true, TypeName.VOID).addParameter(OBJECTS, "states")
                    .addParameter(Object[][].class, "slopes").addParameter(OBJECTS, "into").addParameter(double.class, "dt")
                    .addParameter(int.class, "from").addParameter(int.class, "to").addCode(c.build()).build());
        }
        calls.addStatement("default -> throw new IllegalArgumentException()").endControlFlow();
        methods.add(method("combine", false, TypeName.VOID).addParameter(int.class, "stage").addParameter(OBJECTS, "states")
                .addParameter(Object[][].class, "slopes").addParameter(OBJECTS, "into").addParameter(double.class, "dt")
                .addParameter(int.class, "from").addParameter(int.class, "to").addCode(calls.build()).build());
    }

    private void events() {
        CodeBlock.Builder c = CodeBlock.builder();
        c.addStatement("$T x = ($T) before", array, array).addStatement("$T y = ($T) after", array, array)
                .addStatement("$T h = ($T) threshold", array, array).addStatement("int n = 0");
        c.beginControlFlow("for (int i = from; i < to; i += $L)", width);
        c.addStatement("$T limit = $T.fromArray(S, h, i)", vector, vector).addStatement("$T end = $T.fromArray(S, y, i)", vector, vector);
        // vectors in which something happens are rare; they are looked at one element at a time
        c.addStatement("var reached = level ? end.compare($T.GT, limit) : end.compare($T.GE, limit)", OPERATORS, OPERATORS);
        c.beginControlFlow("if (reached.anyTrue())");
        c.beginControlFlow("for (int e = i; e < i + $L; e++)", width);
        c.beginControlFlow("if (level ? y[e] > h[e] : x[e] < h[e] && y[e] >= h[e])").addStatement("fired[n++] = e").endControlFlow();
        c.endControlFlow().endControlFlow().endControlFlow().addStatement("return n");
        methods.add(method("events", false, TypeName.INT).addParameter(boolean.class, "level").addParameter(Object.class, "before")
                .addParameter(Object.class, "after").addParameter(Object.class, "threshold").addParameter(int.class, "from")
                .addParameter(int.class, "to").addParameter(int[].class, "fired").addCode(c.build()).build());
    }
}
