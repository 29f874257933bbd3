package io.vectra.jdbc;

import io.vectra.sql.Plan;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;

/** Describes a statement's parameters; a vector is an ARRAY named {@code VECTOR(n)}. Thread rule: immutable. */
final class VectraParameterMetaData implements ParameterMetaData {
    private final List<Plan.ParameterInfo> parameters;

    VectraParameterMetaData(List<Plan.ParameterInfo> parameters) {
        this.parameters = parameters;
    }

    private Plan.ParameterInfo parameter(int index) throws SQLException {
        if (index < 1 || index > parameters.size()) {
            throw SqlErrors.badArgument("param", index, "1 to " + parameters.size());
        }
        return parameters.get(index - 1);
    }

    @Override
    public int getParameterCount() {
        return parameters.size();
    }

    @Override
    public int isNullable(int index) throws SQLException {
        parameter(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return parameter(index).isVector()
                || TypeClasses.isSigned(parameter(index).jdbcType());
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        Plan.ParameterInfo parameter = parameter(index);
        return parameter.isVector() ? parameter.dimension() : parameter.precision();
    }

    @Override
    public int getScale(int index) throws SQLException {
        return parameter(index).isVector() ? 0 : parameter(index).scale();
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        return parameter(index).isVector() ? Types.ARRAY : parameter(index).jdbcType();
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return parameter(index).typeName();
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        Plan.ParameterInfo parameter = parameter(index);
        if (parameter.isVector()) {
            return float[].class.getName();
        }
        boolean isUuid = parameter.typeName().equals("UUID");
        return isUuid ? UUID.class.getName() : TypeClasses.className(parameter.jdbcType());
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        parameter(index);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
