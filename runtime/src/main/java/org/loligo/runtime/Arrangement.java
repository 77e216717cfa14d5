package org.loligo.runtime;

import org.loligo.model.Precision;

/**
 * Where an engine that steps in Java keeps the elements of all instances in one array. Instances stand in groups, side by side: element i
 * of instance r is at {@code r / lanes · stride + i · lanes + r % lanes}. With one lane that is instance after instance. The places
 * that are left over, behind the elements of a group and in the lanes of the last, are padding: they hold copies, so that a kernel may
 * compute with them.
 *
 * @param count     the elements of an instance
 * @param instances how many instances there are
 * @param lanes     how many of them stand side by side
 * @param stride    how far apart two groups are, at least {@code count · lanes}
 */
public record Arrangement(int count, int instances, int lanes, int stride) {

    /** Instance after instance, without padding: element i of instance r is at {@code r · count + i}. */
    public static Arrangement packed(int count, int instances) {
        return new Arrangement(count, instances, 1, count);
    }

    /** How many groups there are. */
    public int groups() {
        return Math.ceilDiv(instances, lanes);
    }

    /** The places of all groups together. */
    public int length() {
        return Math.multiplyExact(groups(), stride);
    }

    /** The place of an element. */
    public int at(int instance, int element) {
        return first(instance) + element * lanes;
    }

    /** The place of an instance's first element. */
    public int first(int instance) {
        return instance / lanes * stride + instance % lanes;
    }

    /** The group of a place. */
    public int group(int at) {
        return at / Math.max(1, stride);
    }

    /** The element whose places in a group are the first at or after {@code at}; negative before the group, above the count behind it. */
    public int element(int group, int at) {
        return (at - group * stride) / lanes;
    }

    /** The element that is at a place, as {@code instance · count + element}; −1 for padding. */
    public int number(int at) {
        int group = group(at);
        int within = at - group * stride;
        int i = within / lanes;
        int r = group * lanes + within % lanes;
        return i < count && r < instances ? r * count + i : -1;
    }

    /** The element whose value belongs at a place, as {@code instance · count + element}: in padding that of another. */
    public int copied(int at) {
        int group = Math.min(group(at), groups() - 1);
        int within = at - group * stride;
        int i = within / lanes;
        int r = Math.min(group * lanes + within % lanes, instances - 1);
        return r * count + (i < count ? i : 0);
    }

    /** A copy of an array without padding, {@code [instance · count + element]}. */
    public Object packed(Object array, Precision precision) {
        Object packed = precision.allocate(instances * count);
        // all instances are one where nothing stands between them
        boolean together = lanes == 1 && stride == count;
        int rows = together ? 1 : instances;
        int row = together ? instances * count : count;
        for (int r = 0; r < rows; r++) {
            if (lanes == 1) {
                System.arraycopy(array, r * stride, packed, r * row, row);
            } else {
                for (int i = 0; i < count; i++) {
                    precision.set(packed, r * count + i, precision.get(array, at(r, i)));
                }
            }
        }
        return packed;
    }

    /** Takes back what {@link #packed} gave, or numbers of another precision {@code of}; fills the padding up to the array's end. */
    public void unpack(Object packed, Precision of, Object array, Precision precision, int length) {
        for (int at = 0; at < length; at++) {
            precision.set(array, at, of.get(packed, copied(at)));
        }
    }
}
