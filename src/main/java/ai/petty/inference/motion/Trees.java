package ai.petty.inference.motion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Boosted trees, in native memory until they are closed. One thread at a time. */
public final class Trees implements AutoCloseable {
    private final Booster booster;

    private Trees(Booster booster) {
        this.booster = booster;
    }

    /** @throws IOException when the bytes are no such model */
    public static Trees read(byte[] bytes) throws IOException {
        try {
            return of(XGBoost.loadModel(new ByteArrayInputStream(bytes)));
        } catch (XGBoostError e) {
            throw new IOException("holds trees that XGBoost cannot read", e);
        }
    }

    /** Trees that were just trained; they belong to the result from now on. */
    public static Trees of(Booster booster) {
        try {
            booster.setParam("nthread", 1);
            return new Trees(booster);
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that cannot be set to one thread", e);
        }
    }

    public byte[] bytes() {
        try {
            return booster.toByteArray("ubj");
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that cannot be written", e);
        }
    }

    long inputs() {
        try {
            return booster.getNumFeature();
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that cannot be asked", e);
        }
    }

    /** @return for each row of {@code rows} its probabilities: of the one thing, or of each class */
    public float[][] predict(DMatrix rows) {
        try {
            return booster.predict(rows);
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that cannot be walked", e);
        }
    }

    /** The same before it is turned into probabilities. */
    public float[][] margins(DMatrix rows) {
        try {
            return booster.predict(rows, true);
        } catch (XGBoostError e) {
            throw new IllegalStateException("trees that cannot be walked", e);
        }
    }

    /** @param rows {@code count} times {@code columns} numbers, NaN where one is missing; to be disposed of by the caller */
    public static DMatrix matrix(float[] rows, int count, int columns) {
        try {
            return new DMatrix(rows, count, columns, Float.NaN);
        } catch (XGBoostError e) {
            throw new IllegalStateException("rows that XGBoost does not take", e);
        }
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
