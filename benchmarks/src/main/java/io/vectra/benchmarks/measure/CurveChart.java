package io.vectra.benchmarks.measure;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws queries a second against recall, one line for each contestant. */
final class CurveChart {
    private static final double RECALL_MIN = 0.8;

    /** Distinct for most colour-blind readers too (Okabe and Ito), and two more. */
    private static final Color[] COLOURS = {
        new Color(0xD55E00),
        new Color(0xE69F00),
        new Color(0x8B4513),
        new Color(0x0072B2),
        new Color(0x56B4E9),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x000000),
        new Color(0x888888)
    };

    private CurveChart() {}

    /** Writes a PNG, and returns its path. */
    static Path draw(Settings settings, Map<String, Curve> curves) throws IOException {
        System.setProperty("java.awt.headless", "true");
        String set = String.valueOf(settings.data().getFileName());
        XYChart chart = new XYChartBuilder()
                .width(1_000)
                .height(640)
                .title(set + ", " + settings.describe())
                .xAxisTitle("recall@10")
                .yAxisTitle("queries a second")
                .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisLogarithmicDecadeOnly(false)
                .setYAxisDecimalPattern("#,###")
                .setXAxisDecimalPattern("0.00")
                .setXAxisMin(RECALL_MIN)
                .setXAxisMax(1.0)
                .setPlotGridLinesColor(new Color(225, 225, 225));
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16))
                .setSeriesColors(COLOURS)
                .setMarkerSize(7);
        curves.forEach((name, curve) -> add(chart, name, curve));
        Path folder = Files.createDirectories(settings.folder().resolve("plots"));
        Path file = folder.resolve(set + "-" + settings.metric().name().toLowerCase(Locale.ROOT) + ".png");
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
        return file;
    }

    private static void add(XYChart chart, String name, Curve curve) {
        List<CurvePoint> shown = curve.points().stream()
                .filter(point -> point.recall() >= RECALL_MIN)
                .toList();
        if (!shown.isEmpty()) {
            XYSeries series = chart.addSeries(
                    name,
                    shown.stream().map(CurvePoint::recall).toList(),
                    shown.stream().map(CurvePoint::qps).toList());
            series.setMarker(SeriesMarkers.CIRCLE);
        }
    }
}
