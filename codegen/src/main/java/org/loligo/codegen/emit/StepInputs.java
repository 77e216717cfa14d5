package org.loligo.codegen.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.loligo.codegen.Block;
import org.loligo.codegen.Feed;
import org.loligo.codegen.StepProgram;
import org.loligo.codegen.Tableau;
import org.loligo.codegen.feed.Delays;
import org.loligo.codegen.feed.Drive;
import org.loligo.codegen.feed.StimulusClasses;
import org.loligo.codegen.feed.Ticks;
import org.loligo.model.TimeGrid;

/**
 * What the host tells the kernels about the steps of a launch: two tables, {@code plan} of integers and {@code input} of reals, each a head
 * and then a row for each step. Row 0 is for the first step; one more row than there are steps holds what is due after the last.
 *
 * <p>A row of {@code plan}: for each recorded variable, where in {@code samples} the sample goes that is due at the start of the step, or
 * −1; for each stimulated feed and stage, where in {@code input} its values stand; on a non-uniform grid, the {@link Delays} of a spike in
 * this step, or where after the last row they stand. Its head: the step of row 0; the number of instances; the row from which the launches
 * of a staged program count; for each recorded variable, how far apart the instances of a sample are; the places of arrays whose length the
 * source must not know; for each tally, the first step of its window and the step before which it ends, counted from row 0.
 *
 * <p>A row of {@code input}: the times of the stages, if an equation uses them; on a non-uniform grid, the coefficients of the step. Its
 * head: on a uniform grid, the coefficients. The values of stimuli follow the last row.
 */
public final class StepInputs {
    /** The entries of the head of {@code plan} that are always there. */
    private static final int FIXED = 3;

    /** A feed whose values are functions of time, by classes of neurons. */
    public record Level(int block, int feed, Drive drive, StimulusClasses classes) {}

    private final int stages;
    private final boolean usesTime;
    private final boolean uniform;
    private final double[] coefficients;
    private final int recorded;
    private final int told;
    private final int tallies;
    private final List<Level> levels = new ArrayList<>();
    private final List<Delays> tables = new ArrayList<>();

    StepInputs(StepProgram program, int recorded, int told, int tallies, List<Delays> delays, Ticks ticks) {
        Tableau tableau = program.tableau();
        stages = tableau.stages();
        usesTime = program.usesTime();
        uniform = program.time() instanceof TimeGrid.Uniform;
        coefficients = DoubleStream.concat(Arrays.stream(tableau.a()).flatMapToDouble(Arrays::stream), Arrays.stream(tableau.b()))
                .filter(a -> a != 0).distinct().toArray();
        this.recorded = recorded;
        this.told = told;
        this.tallies = tallies;
        for (int b = 0; b < program.blocks().size(); b++) {
            Block block = program.blocks().get(b);
            for (int f = 0; f < block.feeds().size(); f++) {
                if (block.feeds().get(f) instanceof Feed.Stimulated s && !s.stimuli().isEmpty()) {
                    Drive drive = new Drive(s.stimuli(), ticks);
                    levels.add(new Level(b, f, drive, drive.classes(block.count())));
                }
            }
        }
        if (!uniform) {
            tables.addAll(delays);
        }
    }

    /** The products of the step length and these, coefficients of the tableau, are what {@code input} holds. */
    public double[] coefficients() {
        return coefficients;
    }

    /** Whether all steps have the same length. */
    public boolean isUniform() {
        return uniform;
    }

    /** Whether rows of {@code input} begin with the times of the stages. */
    public boolean usesTime() {
        return usesTime;
    }

    /** The stimulated feeds. */
    public List<Level> levels() {
        return levels;
    }

    /** The delays that rows of {@code plan} hold; none on a uniform grid. */
    public List<Delays> tables() {
        return tables;
    }

    /** The integers before the rows. */
    public int planHead() {
        return FIXED + recorded + told + 2 * tallies;
    }

    /** The integers of a row. */
    public int planRow() {
        return recorded + levels.size() * stages + tables.size();
    }

    /** The integers that follow the last row, for each row: delays of more than one class. */
    public long planTail() {
        return tables.stream().filter(d -> d.classOf() != null).mapToLong(Delays::classes).sum();
    }

    /** The reals before the rows. */
    public int inputHead() {
        return uniform ? coefficients.length : 0;
    }

    /** The reals of a row. */
    public int inputRow() {
        return (usesTime ? stages : 0) + (uniform ? 0 : coefficients.length);
    }

    /** The place in the head of {@code plan} of the distance between the instances of a sample. */
    public int distance(int series) {
        return FIXED + series;
    }

    /** The entry of {@code plan} that a kernel of a staged program adds to its argument: the sum is the row of its step. */
    public int base() {
        return 2;
    }

    /** The first entry of {@code plan} that tells where an array stands. */
    static int firstTold(int recorded) {
        return FIXED + recorded;
    }

    /** The place in the head of {@code plan} of the first step of the window of a tally; its end comes next. */
    public int window(int tally) {
        return FIXED + recorded + told + 2 * tally;
    }

    /** The place in a row of {@code plan} of where a sample goes. */
    public int sample(int series) {
        return series;
    }

    /** The place in a row of {@code plan} of where the values of a feed at a stage stand. */
    public int level(int index, int stage) {
        return recorded + index * stages + stage;
    }

    /** The place in a row of {@code plan} of a delay, if it is that of all elements, else of where in {@code plan} the delays stand. */
    public int table(int index) {
        return recorded + levels.size() * stages + index;
    }

    /** The index of a coefficient. */
    int coefficient(double value) {
        int index = 0;
        while (coefficients[index] != value) {
            index++;
        }
        return index;
    }

    /** The stimulated feed of a block, or −1. */
    int levelOf(int block, int feed) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).block() == block && levels.get(i).feed() == feed) {
                return i;
            }
        }
        return -1;
    }
}
