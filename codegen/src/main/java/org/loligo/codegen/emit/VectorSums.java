package org.loligo.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The methods of a {@link VectorKernel} in which one element sees others. Sums run in the order of the presynaptic elements. With one lane,
 * vectors are of postsynaptic elements, where these lie side by side; with more, they are of instances, and every operation is one
 * on vectors. Both round alike: a matrix is multiplied by fused operations, a sparse row by a product and a sum.
 *
 * @param vector the type of vectors
 * @param real   the type of numbers
 * @param array  the type of arrays
 * @param width  the numbers in a vector
 * @param lanes  how many instances stand side by side: 1, or a multiple of the width
 */
record VectorSums(ClassName vector, TypeName real, TypeName array, int width, int lanes) {
    /** So many vectors of sums at once hide the latency of the additions. */
    private static final int IN_FLIGHT = 8;

    private static final List<ParameterSpec> DENSE = List.of(of(Object.class, "matrix"), of(int.class, "start"), of(int.class, "stride"),
            of(boolean.class, "each"), of(Object.class, "x"), of(int.class, "offset"), of(int.class, "rows"), of(Object.class, "into"),
            of(int.class, "origin"), of(int.class, "from"), of(int.class, "to"));
    private static final List<ParameterSpec> SPARSE = List.of(of(int[].class, "rowStart"), of(int[].class, "index"),
            of(Object.class, "weight"), of(int.class, "start"), of(boolean.class, "each"), of(Object.class, "x"), of(int.class, "offset"),
            of(Object.class, "into"), of(int.class, "origin"), of(int.class, "from"), of(int.class, "to"));
    private static final List<ParameterSpec> SEGMENTS = List.of(of(int[].class, "rowStart"), of(Object.class, "x"),
            of(int.class, "offset"), of(Object.class, "into"), of(int.class, "origin"), of(int.class, "from"), of(int.class, "to"));
    private static final List<ParameterSpec> GATHER = List.of(of(int[].class, "index"), of(Object.class, "x"), of(int.class, "offset"),
            of(Object.class, "into"), of(int.class, "origin"), of(int.class, "from"), of(int.class, "to"));

    private static ParameterSpec of(Class<?> type, String name) {
        return ParameterSpec.builder(type, name).build();
    }

    /** All of them. */
    List<MethodSpec> methods() {
        if (lanes == 1) {
            return List.of(implementation("dense", DENSE, columns()), implementation("sparse", SPARSE, scalarRows("index[k]")),
                    implementation("segments", SEGMENTS, scalarRows("k")), implementation("gather", GATHER, scalarCopies()));
        }
        List<MethodSpec> methods = new ArrayList<>();
        methods.addAll(eitherWay("dense", DENSE, this::matrix));
        methods.addAll(eitherWay("sparse", SPARSE, this::rows));
        methods.add(implementation("segments", SEGMENTS, runs()));
        methods.add(implementation("gather", GATHER, copies()));
        return methods;
    }

    private static MethodSpec implementation(String name, List<ParameterSpec> parameters, CodeBlock code) {
        return JavaVectorEmitter.method(name, false, TypeName.VOID).addParameters(parameters).addCode(code).build();
    }

    /** A method for weights that all lanes share and one for weights that each has, and the choice between them. */
    private static List<MethodSpec> eitherWay(String name, List<ParameterSpec> parameters, Function<Boolean, CodeBlock> code) {
        String arguments = String.join(", ", parameters.stream().map(ParameterSpec::name).toList());
        CodeBlock choice = CodeBlock.builder().beginControlFlow("if (each)").addStatement("$L_each($L)", name, arguments)
                .nextControlFlow("else").addStatement("$L_shared($L)", name, arguments).endControlFlow().build();
        return Stream.concat(Stream.of(implementation(name, parameters, choice)), Stream.of(true, false)
                .map(each -> JavaVectorEmitter.method(name + (each ? "_each" : "_shared"), true, TypeName.VOID).addParameters(parameters)
                        .addCode(code.apply(each)).build())).toList();
    }

    private CodeBlock.Builder arrays() {
        return CodeBlock.builder().addStatement("$T v = ($T) x", array, array).addStatement("$T y = ($T) into", array, array);
    }

    // one lane

    private CodeBlock columns() {
        CodeBlock.Builder c = arrays().addStatement("$T w = ($T) matrix", array, array).addStatement("int i = from");
        for (int block : new int[] {IN_FLIGHT, IN_FLIGHT / 2, 1}) {
            c.beginControlFlow("for (; i <= to - $L; i += $L)", block * width, block * width);
            each(block, b -> c.addStatement("$T sum$L = $T.zero(S)", vector, b, vector));
            c.addStatement("int at = start + i");
            c.beginControlFlow("for (int j = 0; j < rows; j++, at += stride)");
            c.addStatement("$T p = $T.broadcast(S, v[offset + j])", vector, vector);
            each(block, b -> c.addStatement("sum$L = $T.fromArray(S, w, at + $L).fma(p, sum$L)", b, vector, b * width, b));
            c.endControlFlow();
            each(block, b -> c.addStatement("sum$L.intoArray(y, origin + i + $L)", b, b * width));
            c.endControlFlow();
        }
        return c.build();
    }

    private CodeBlock scalarRows(String element) {
        boolean weighted = !element.equals("k");
        CodeBlock.Builder c = arrays();
        if (weighted) {
            c.addStatement("$T w = ($T) weight", array, array);
        }
        c.beginControlFlow("for (int i = from; i < to; i++)").addStatement("$T sum = 0", real);
        c.beginControlFlow("for (int k = rowStart[i]; k < rowStart[i + 1]; k++)")
                .addStatement("sum += $Lv[offset + $L]", weighted ? "w[start + k] * " : "", element).endControlFlow();
        return c.addStatement("y[origin + i] = sum").endControlFlow().build();
    }

    private CodeBlock scalarCopies() {
        return arrays().beginControlFlow("for (int k = from; k < to; k++)").addStatement("y[origin + k] = v[offset + index[k]]")
                .endControlFlow().build();
    }

    // many lanes

    private int vectors() {
        return lanes / width;
    }

    private static void each(int n, IntConsumer statement) {
        IntStream.range(0, n).forEach(statement::accept);
    }

    /** Several rows at once, so that what the presynaptic elements show is loaded once for all of them. */
    private CodeBlock matrix(boolean each) {
        CodeBlock.Builder c = arrays().addStatement("$T w = ($T) matrix", array, array).addStatement("int i = from");
        for (int block = Math.max(1, IN_FLIGHT / vectors()); block >= 1; block /= 2) {
            int rows = block;
            c.beginControlFlow("for (; i <= to - $L; i += $L)", block, block);
            each(rows * vectors(), n -> c.addStatement("$T sum$L = $T.zero(S)", vector, n, vector));
            int entry = each ? lanes : 1;
            c.addStatement("int at = start + i * $L", entry);
            c.beginControlFlow("for (int j = 0; j < rows; j++, at += stride * $L)", entry);
            each(vectors(), n -> c.addStatement("$T p$L = $T.fromArray(S, v, offset + j * $L + $L)", vector, n, vector, lanes, n * width));
            each(rows * vectors(), n -> {
                CodeBlock weight = each ? CodeBlock.of("$T.fromArray(S, w, at + $L)", vector, n * width)
                        : CodeBlock.of("$T.broadcast(S, w[at + $L])", vector, n / vectors());
                c.addStatement("sum$L = $L.fma(p$L, sum$L)", n, weight, n % vectors(), n);
            });
            c.endControlFlow();
            each(rows * vectors(), n -> c.addStatement("sum$L.intoArray(y, origin + i * $L + $L)", n, lanes, n * width));
            c.endControlFlow();
        }
        return c.build();
    }

    private CodeBlock rows(boolean each) {
        return addUp(arrays().addStatement("$T w = ($T) weight", array, array), "index[k]", n -> each
                ? CodeBlock.of("$T.fromArray(S, w, start + k * $L + $L).mul($L)", vector, lanes, n * width, shown(n))
                : CodeBlock.of("$T.broadcast(S, w[start + k]).mul($L)", vector, shown(n)));
    }

    private CodeBlock runs() {
        return addUp(arrays(), "k", this::shown);
    }

    /** A vector of what an element shows. */
    private CodeBlock shown(int n) {
        return CodeBlock.of("$T.fromArray(S, v, at + $L)", vector, n * width);
    }

    private CodeBlock addUp(CodeBlock.Builder c, String element, IntFunction<CodeBlock> term) {
        c.beginControlFlow("for (int i = from; i < to; i++)");
        each(vectors(), n -> c.addStatement("$T sum$L = $T.zero(S)", vector, n, vector));
        c.addStatement("int end = rowStart[i + 1]").beginControlFlow("for (int k = rowStart[i]; k < end; k++)");
        c.addStatement("int at = offset + $L * $L", element, lanes);
        each(vectors(), n -> c.addStatement("sum$L = $L.add(sum$L)", n, term.apply(n), n));
        c.endControlFlow();
        each(vectors(), n -> c.addStatement("sum$L.intoArray(y, origin + i * $L + $L)", n, lanes, n * width));
        return c.endControlFlow().build();
    }

    private CodeBlock copies() {
        CodeBlock.Builder c = arrays().beginControlFlow("for (int k = from; k < to; k++)")
                .addStatement("int at = offset + index[k] * $L", lanes);
        each(vectors(), n -> c.addStatement("$L.intoArray(y, origin + k * $L + $L)", shown(n), lanes, n * width));
        return c.endControlFlow().build();
    }
}
