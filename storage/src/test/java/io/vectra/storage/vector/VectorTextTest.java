package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTextTest {
    @Test
    void decimalNumbersAreRead() {
        assertThat(VectorText.parse("[0.1, 2, -3e-4,+.5,6.,1E2 , 1e+3]"))
                .containsExactly(0.1f, 2f, -3e-4f, 0.5f, 6f, 100f, 1000f);
    }

    @Test
    void whiteSpaceMayStandBetweenParts() {
        assertThat(VectorText.parse(" \t[\n1 ,\r\n 2\f] ")).containsExactly(1f, 2f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1",
                "1, 2|1",
                "[|2",
                "[]|2",
                "[1|3",
                "[1,|4",
                "[1,]|4",
                "[1,,2]|4",
                "[,1]|2",
                "[1 2]|4",
                "[1]x|4",
                "[1] [2]|5",
                "[NaN]|2",
                "[Infinity]|2",
                "[-Infinity]|3",
                "[0x1]|3",
                "[1f]|3",
                "[1d]|3",
                "[1e]|4",
                "[1e+]|5",
                "[.]|3",
                "[-]|3",
                "[--1]|3",
                "[1_0]|3",
                "[1;2]|3",
                "[null]|2",
                "{1}|1",
                "[[1]]|2",
                "[1.2.3]|5",
                "[\u0661]|2",
                "[1e39]|2",
                "[1, -1e999999999999]|5"
            })
    void whatIsNoVectorIsRefusedWithItsPosition(String text, int position) {
        assertThatThrownBy(() -> VectorText.parse(text))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.BAD_VECTOR))
                .hasMessageContaining("at character " + position + ",");
    }

    @Test
    void everyNumberBecomesTheNearestFloat() {
        Random random = Seed.random("VectorTextTest");
        for (int i = 0; i < 200_000; i++) {
            String number = randomNumber(random);
            float expected = Float.parseFloat(number);
            if (Float.isFinite(expected)) {
                assertThat(VectorText.parse("[" + number + "]")[0]).as(number).isEqualTo(expected);
            }
        }
    }

    @Test
    void numbersMidwayBetweenTwoFloatsAreRoundedAsTheyAre() {
        Random random = Seed.random("VectorTextTest");
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt(0x7f000000));
            BigDecimal midway = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.valueOf(2));
            BigDecimal tiny = midway.ulp().movePointLeft(random.nextInt(20));
            for (BigDecimal number : new BigDecimal[] {midway, midway.add(tiny), midway.subtract(tiny)}) {
                String text = random.nextBoolean() ? number.toString() : number.toPlainString();

                assertThat(VectorText.parse("[" + text + "]")[0]).as(text).isEqualTo(Float.parseFloat(text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0e5",
                "1.4e-45",
                "7e-46",
                "7.1e-46",
                "1e-50",
                "1.17549435e-38",
                "1.1754943e-38",
                "3.4028235e38",
                "16777217",
                "16777217.0000000000000000000000000000001",
                "9007199254740993",
                "0.000000000000000000000000000001",
                "100000000000000000000000000000000000000",
                "1e-9999999999"
            })
    void numbersAtTheEdgesBecomeTheNearestFloat(String number) {
        assertThat(Float.floatToRawIntBits(VectorText.parse("[" + number + "]")[0]))
                .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(number)));
    }

    @Test
    void printedVectorsReadBackBitByBit() {
        Random random = Seed.random("VectorTextTest");
        for (int i = 0; i < 50_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                float[] vector = {value, -value, 0f, -0f};

                assertThat(VectorText.parse(VectorText.print(vector))).isEqualTo(vector);
            }
        }
    }

    @Test
    void wholeNumbersArePrintedWithoutFraction() {
        assertThat(VectorText.print(new float[] {1, -2.5f, 0, 10, 1e20f})).isEqualTo("[1, -2.5, 0, 10, 1.0E20]");
    }

    @Test
    void theMostDimensionsAreReadAndNoMore() {
        String most = "[" + "1,".repeat(VectorText.DIMENSION_MAX - 1) + "1]";

        assertThat(VectorText.parse(most)).hasSize(VectorText.DIMENSION_MAX);
        assertThatThrownBy(() -> VectorText.parse(most.replace("]", ",1]")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("at most 16000 elements");
    }

    @Test
    void arraysThatAreNoVectorAreRefused() {
        assertBad(new float[0], "from 1 to 16000");
        assertBad(new float[VectorText.DIMENSION_MAX + 1], "has 16001");
        assertBad(new float[] {1, Float.NaN}, "element 2 of 2 is NaN");
        assertBad(new float[] {Float.NEGATIVE_INFINITY}, "element 1 of 1 is -Infinity");

        float[] vector = {1, 2};
        assertThat(VectorText.check(vector)).isSameAs(vector);
    }

    private static void assertBad(float[] vector, String message) {
        assertThatThrownBy(() -> VectorText.check(vector))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.BAD_VECTOR))
                .hasMessageContaining(message);
    }

    private static String randomNumber(Random random) {
        var text = new StringBuilder(random.nextBoolean() ? "-" : "");
        int digits = 1 + random.nextInt(20);
        int point = random.nextInt(digits + 1);
        for (int i = 0; i < digits; i++) {
            if (i == point) {
                text.append('.');
            }
            text.append((char) ('0' + random.nextInt(10)));
        }
        return random.nextInt(3) == 0
                ? text.append('e').append(random.nextInt(90) - 50).toString()
                : text.toString();
    }
}
