package org.loligo.io;

import io.jhdf.api.WritableAttributeImpl;
import io.jhdf.api.WritableNode;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The enumeration {@code none}, {@code by_id}, {@code by_time} of SONATA: jhdf reads enumerations and writes none. */
final class SonataSorting extends EnumDataType {
    private static final byte BY_TIME = 2;
    private static final String NAMES = "none\0by_id\0by_time\0";
    private static final byte[] VALUES = {0, 1, BY_TIME};
    /** As the file format has it: class 8 of version 3 with three members, on an unsigned integer (class 0 of version 1) of one byte. */
    private static final byte[] TYPE = ByteBuffer.allocate(20 + NAMES.length() + VALUES.length).order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x38 | 3 << 8).putInt(1)
            .putInt(0x10).putInt(1).putShort((short) 0).putShort((short) 8)
            .put(NAMES.getBytes(StandardCharsets.US_ASCII)).put(VALUES).array();

    private SonataSorting() {
        super(ByteBuffer.wrap(TYPE).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Gives a group the attribute {@code sorting} with the value {@code by_time}. */
    static void byTime(WritableNode group) {
        group.getAttributes().put("sorting", new WritableAttributeImpl("sorting", group, BY_TIME) {
            @Override
            public DataType getDataType() {
                return new SonataSorting();
            }
        });
    }

    @Override
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(TYPE);
    }

    @Override
    public ByteBuffer encodeData(Object value) {
        return ByteBuffer.wrap(new byte[] {(byte) value});
    }
}
