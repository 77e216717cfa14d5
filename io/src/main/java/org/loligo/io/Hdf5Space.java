package org.loligo.io;

import io.jhdf.ObjectHeader;
import io.jhdf.WritableDatasetImpl;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.Group;
import io.jhdf.api.WritableGroup;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dataset of any size of which only the header is written, and room left for the values: they go straight into the file, from
 * {@link #address} on. The datasets of jhdf hold all their values in memory, but one may bring a dataset of one's own.
 */
final class Hdf5Space extends WritableDatasetImpl {
    private static final long NOWHERE = -1; // as HDF5 writes it for a dataset without values

    private final DataSpace space;
    private long address;

    /** @param one an array with one element, of the type and with as many axes as the dataset */
    private Hdf5Space(Group parent, String name, Object one, DatasetCreationOptions options, long... shape) {
        super(one, name, parent, options);
        space = DataSpace.modifyDimensions(DataSpace.fromObject(one), shape);
    }

    /** Room for float64. */
    static Hdf5Space ofDoubles(WritableGroup parent, String name, long length) {
        return in(parent, name, new Hdf5Space(parent, name, new double[1], DatasetCreationOptions.DEFAULT, length));
    }

    /** Room for uint64. */
    static Hdf5Space ofUnsignedLongs(WritableGroup parent, String name, long length) {
        return in(parent, name, new Hdf5Space(parent, name, new long[1], DatasetCreationOptions.builder().unsigned().build(), length));
    }

    /** Room for float32 in rows. */
    static Hdf5Space ofFloats(WritableGroup parent, String name, long rows, long columns) {
        return in(parent, name, new Hdf5Space(parent, name, new float[1][1], DatasetCreationOptions.DEFAULT, rows, columns));
    }

    private static Hdf5Space in(WritableGroup parent, String name, Hdf5Space space) {
        parent.putDataset(name, space);
        return space;
    }

    /** Where in the file the values go; known once the file is laid out. */
    long address() {
        return address;
    }

    private long bytes() {
        return Arrays.stream(space.getDimensionsAsLong()).reduce(getDataType().getSize(), Math::multiplyExact);
    }

    @Override
    public long write(HdfFileChannel channel, long position) {
        address = position + header(position, 0).toBuffer().limit();
        channel.write(header(position, address).toBuffer(), position);
        channel.position(address + bytes());
        return address + bytes();
    }

    /** The header is as long whatever the address in it. */
    private ObjectHeader.ObjectHeaderV2 header(long position, long values) {
        List<Message> messages = new ArrayList<>(List.of(DataTypeMessage.create(getDataType()), DataSpaceMessage.create(space),
                FillValueMessage.NO_FILL, ContiguousDataLayoutMessage.create(bytes() == 0 ? NOWHERE : values, bytes())));
        if (!getAttributes().isEmpty()) {
            messages.add(AttributeInfoMessage.create());
            getAttributes().forEach((name, attribute) -> messages.add(AttributeMessage.create(name, attribute)));
        }
        return new ObjectHeader.ObjectHeaderV2(position, messages);
    }
}
